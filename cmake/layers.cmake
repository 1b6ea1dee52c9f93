# Compiler settings of our own code: warnings are errors.
function(antrian_target_settings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Woverloaded-virtual -Wnon-virtual-dtor -Werror
    # A false positive of g++ 12 in inlined std::optional and std::variant.
    -Wno-maybe-uninitialized
    $<$<CONFIG:RelWithDebInfo>:-g1>)
  if(ANTRIAN_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=address,undefined)
  endif()
  target_compile_definitions(${target} PRIVATE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
endfunction()

# antrian_layer(NAME LINKS ...): the library of one folder, made of all its sources.
function(antrian_layer name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  add_library(antrian_${name} STATIC ${sources})
  target_include_directories(antrian_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(antrian_${name} PUBLIC ${ARG_LINKS})
  antrian_target_settings(antrian_${name})
endfunction()

# antrian_program(TARGET): settings of a program that runs the engine.
function(antrian_program target)
  antrian_target_settings(${target})
  # The sanitizers bring an allocator of their own. An allocator must be linked even though no
  # symbol of it is asked for.
  if(NOT ANTRIAN_SANITIZE)
    target_link_libraries(${target} PRIVATE -Wl,--no-as-needed "${JEMALLOC_LIBRARY}" -Wl,--as-needed)
  endif()
endfunction()
