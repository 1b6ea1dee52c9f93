// offices.csv: the offices of this installation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/error.hpp"
#include "events/office_directory.hpp"

namespace antrian::config {

/// The offices in the order of the file. An error names the line and what was expected there.
/// `file` is only the name that an error shows.
[[nodiscard]] result<std::vector<events::office>> parse_offices(std::string_view text,
                                                                const std::string& file);

}  // namespace antrian::config
