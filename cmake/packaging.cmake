# What `cmake --install` puts where, and the Debian package (`cpack` in the build folder).
include(GNUInstallDirs)

install(TARGETS antrian RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
set(antrian_config
  "${PROJECT_SOURCE_DIR}/config/antrian.toml"
  "${PROJECT_SOURCE_DIR}/config/offices.csv"
  "${PROJECT_SOURCE_DIR}/config/holidays.csv")
# The configuration as shipped, for installations without the package, which has it in /etc/antrian.
install(FILES ${antrian_config} DESTINATION "${CMAKE_INSTALL_DATADIR}/antrian/config"
  COMPONENT configuration)
# As in the source tree, so that links between documents hold.
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs" DESTINATION "${CMAKE_INSTALL_DOCDIR}"
  FILES_MATCHING PATTERN "*.md" PATTERN "*.json" PATTERN "*.yaml" PATTERN "*.sh" PATTERN "*.java")
install(FILES "${PROJECT_SOURCE_DIR}/README.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/bench/README.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}/bench")

# Parts of a system, which only the package installs: their places are not relative to a prefix.
install(FILES ${antrian_config} DESTINATION /etc/antrian COMPONENT system EXCLUDE_FROM_ALL)
install(FILES "${PROJECT_SOURCE_DIR}/packaging/copyright"
  DESTINATION /usr/share/doc/antrian COMPONENT system EXCLUDE_FROM_ALL)
install(FILES "${PROJECT_SOURCE_DIR}/packaging/antrian.service"
  "${PROJECT_SOURCE_DIR}/packaging/antrian-ingest@.service"
  DESTINATION /usr/lib/systemd/system COMPONENT system EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME antrian)
set(CPACK_PACKAGE_CONTACT "antrian maintainers <maintainers@antrian.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_CMAKE_PROJECTS
  "${PROJECT_BINARY_DIR};antrian;Unspecified;/"
  "${PROJECT_BINARY_DIR};antrian;system;/")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS adduser)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
  "Books places at the counters of passport offices: opens office days with a quota, takes booking
commands from files, never gives a place twice, issues queue numbers, and can show an auditor,
years later, why each citizen got or did not get a place.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  "${PROJECT_SOURCE_DIR}/packaging/postinst"
  "${PROJECT_SOURCE_DIR}/packaging/postrm"
  "${PROJECT_SOURCE_DIR}/packaging/conffiles")
include(CPack)
