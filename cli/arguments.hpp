// Arguments that several subcommands take: dates and offices, checked, with errors that say what
// was expected.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <tl/expected.hpp>

#include "config/configuration.hpp"
#include "events/ids.hpp"
#include "events/time.hpp"

namespace antrian::cli {

/// An option (`--from`) or positional (`DATE`) whose value is a date; anything else is wrong usage.
CLI::Option* add_date_option(CLI::App& app, const std::string& name,
                             std::optional<events::local_date>& value,
                             const std::string& description);

/// The office of this code, in capital letters as the configuration has it; or a sentence with the
/// code that was probably meant.
[[nodiscard]] tl::expected<events::office_ref, std::string> find_office(
    const config::configuration& configuration, std::string_view code);

/// The offices of these codes in the order given; all of them, if none is given.
[[nodiscard]] tl::expected<std::vector<events::office_ref>, std::string> find_offices(
    const config::configuration& configuration, const std::vector<std::string>& codes);

/// The day that `now` falls on in western Indonesia, where most offices are.
[[nodiscard]] events::local_date today(events::instant now);

/// The Monday after the day that `now` falls on in western Indonesia, where most offices are.
[[nodiscard]] events::local_date next_monday(events::instant now);

}  // namespace antrian::cli
