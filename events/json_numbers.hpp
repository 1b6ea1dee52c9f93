// Numbers that no machine type holds, such as 1e999: valid JSON all the same.
#pragma once

#include <string>
#include <string_view>

namespace antrian::events {

/// Makes `out` a copy of `json` in which every long number and every number with an exponent is
/// 0.5, a number that every parser takes and no field of a command accepts. Text inside strings,
/// and whatever is not a number by JSON's grammar, stays as it is.
void soften_numbers(std::string_view json, std::string& out);

}  // namespace antrian::events
