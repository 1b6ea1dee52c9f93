// A digest of one stream's rows of the streams index, in order of sequence. Made once from the log
// and once from the index: so both directions are compared in two sequential scans, with memory
// for each stream and not for each record.
#pragma once

#include <cstdint>

#include <sodium.h>

#include "storage/big_endian.hpp"
#include "storage/record.hpp"

namespace antrian::storage {

class index_digest {
 public:
  index_digest() { crypto_generichash_blake2b_init(&state_, nullptr, 0, sizeof(hash256)); }

  void add(std::uint64_t sequence, std::uint64_t position) {
    add_number(sequence);
    add_number(position);
  }
  [[nodiscard]] hash256 value() const {
    auto state = state_;
    hash256 hash;
    crypto_generichash_blake2b_final(&state, hash.data(), hash.size());
    return hash;
  }

 private:
  void add_number(std::uint64_t number) {
    const auto bytes = big_endian(number);
    crypto_generichash_blake2b_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                                      bytes.size());
  }

  crypto_generichash_blake2b_state state_;
};

}  // namespace antrian::storage
