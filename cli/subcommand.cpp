#include "cli/subcommand.hpp"

namespace antrian::cli {

void add_store_option(CLI::App& app, common_options& options) {
  options.store = "antrian-store";
  app.add_option("--store", options.store, "Folder of the store; one process at a time may use it")
      ->envname("ANTRIAN_STORE")
      ->capture_default_str()
      ->type_name("DIR");
}

void add_config_option(CLI::App& app, common_options& options) {
  app.add_option("--config", options.config,
                 "Configuration file, or a folder with an antrian.toml (default: $ANTRIAN_CONFIG, "
                 "./config/antrian.toml, /etc/antrian/antrian.toml)")
      ->type_name("FILE");
}

}  // namespace antrian::cli
