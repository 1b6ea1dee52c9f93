// What is valid JSON all the same, though the parser refuses it: numbers that no machine type
// holds, such as 1e999, and texts with half a surrogate pair, such as "\ud800".
#pragma once

#include <string>
#include <string_view>

namespace antrian::events {

/// Makes `out` a copy of `json` that every parser takes, in which no field of a command accepts
/// what was changed: every long number and every number with an exponent is 0.5, and every text
/// with half a surrogate pair is false, or an empty text where it is the name of a field. Whatever
/// is wrong by JSON's grammar stays as it is.
void soften(std::string_view json, std::string& out);

}  // namespace antrian::events
