// Indonesian names of invented people.
#pragma once

#include <cstdint>
#include <string_view>

namespace antrian::workload {

/// Every number has a given name; the number should be a mixed one, since it is taken modulo.
[[nodiscard]] std::string_view given_name(std::uint64_t number, bool woman);
/// A second name, used by women and men alike.
[[nodiscard]] std::string_view second_name(std::uint64_t number);

}  // namespace antrian::workload
