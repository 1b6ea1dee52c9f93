// A subcommand: its options in CLI11, and what runs when it is chosen.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/exit_code.hpp"

namespace antrian::cli {

/// Options that every subcommand with a store has.
struct common_options {
  std::string store;   ///< folder of the store
  std::string config;  ///< file or folder; empty: searched for (config/configuration.hpp)
  [[nodiscard]] std::optional<std::filesystem::path> config_path() const {
    return config.empty() ? std::nullopt : std::optional<std::filesystem::path>(config);
  }
};

struct subcommand {
  CLI::App* app = nullptr;
  std::function<int()> run;  ///< returns an exit_code
};

/// Adds --store, with $ANTRIAN_STORE and `antrian-store` in the current folder as defaults.
void add_store_option(CLI::App& app, common_options& options);
void add_config_option(CLI::App& app, common_options& options);

// One file each: cli/<name>.cpp.
[[nodiscard]] subcommand add_audit(CLI::App& program);
[[nodiscard]] subcommand add_demo(CLI::App& program);
[[nodiscard]] subcommand add_erase(CLI::App& program);
[[nodiscard]] subcommand add_export(CLI::App& program);
[[nodiscard]] subcommand add_generate(CLI::App& program);
[[nodiscard]] subcommand add_ingest(CLI::App& program);
[[nodiscard]] subcommand add_kafka(CLI::App& program);
[[nodiscard]] subcommand add_open(CLI::App& program);
[[nodiscard]] subcommand add_produce(CLI::App& program);
[[nodiscard]] subcommand add_projections(CLI::App& program);
[[nodiscard]] subcommand add_report(CLI::App& program);
[[nodiscard]] subcommand add_serve(CLI::App& program);
[[nodiscard]] subcommand add_show(CLI::App& program);

}  // namespace antrian::cli
