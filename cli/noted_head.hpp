// A head that was noted at an earlier audit: the proof that nothing before it was changed since.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/error.hpp"
#include "storage/record.hpp"
#include "storage/store.hpp"

namespace antrian::cli {

/// 64 hexadecimal digits, as `antrian audit verify` prints them.
[[nodiscard]] std::optional<storage::hash256> parse_hash(std::string_view text);

/// Last position of the commit that has this hash; nothing if there is none. Says nothing about
/// the chain, which verify_chain checks.
[[nodiscard]] storage::result<std::optional<std::uint64_t>> find_noted_head(
    const storage::store& store, const storage::hash256& noted);

}  // namespace antrian::cli
