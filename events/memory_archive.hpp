// cereal archives over plain memory. They write and read the very bytes of cereal's own portable
// binary archives in little-endian order, which works through an iostream and so costs a locale
// and a virtual call per field; the log is written too often for that.
//
// Reading throws cereal::Exception where the bytes end too soon; whoever takes bytes from outside
// catches it (events/event_codec.cpp). Not thread-safe: one archive, one thread.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include <cereal/cereal.hpp>

namespace antrian::events {

static_assert(std::endian::native == std::endian::little,
              "stored numbers are little-endian; a big-endian machine would have to swap them");

/// First byte of every archive: cereal's mark for little-endian order.
inline constexpr std::uint8_t little_endian_mark = 1;

/// Appends to a string. What was written is in the string once the archive is destroyed.
class memory_output_archive
    : public cereal::OutputArchive<memory_output_archive, cereal::AllowEmptyClassElision> {
 public:
  explicit memory_output_archive(std::string& out) : OutputArchive(this), out_(out) {
    write(&little_endian_mark, 1);
  }
  memory_output_archive(const memory_output_archive&) = delete;
  memory_output_archive& operator=(const memory_output_archive&) = delete;
  ~memory_output_archive() override { flush(); }

  void write(const void* data, std::size_t size) {
    if (size > buffer_.size() - used_) {
      flush();
      if (size > buffer_.size()) {
        out_.append(static_cast<const char*>(data), size);
        return;
      }
    }
    std::memcpy(buffer_.data() + used_, data, size);
    used_ += size;
  }

 private:
  void flush() {
    out_.append(buffer_.data(), used_);
    used_ = 0;
  }

  std::string& out_;
  // Fields are small and many: a fixed buffer makes each a plain store.
  std::array<char, 2048> buffer_;
  std::size_t used_ = 0;
};

/// Reads from bytes that outlive it.
class memory_input_archive
    : public cereal::InputArchive<memory_input_archive, cereal::AllowEmptyClassElision> {
 public:
  explicit memory_input_archive(std::string_view bytes) : InputArchive(this), rest_(bytes) {
    std::uint8_t mark = 0;
    read(&mark, 1);
    if (mark != little_endian_mark) throw cereal::Exception("not little-endian portable binary");
  }
  memory_input_archive(const memory_input_archive&) = delete;
  memory_input_archive& operator=(const memory_input_archive&) = delete;
  ~memory_input_archive() override = default;

  void read(void* data, std::size_t size) {
    if (size > rest_.size()) throw cereal::Exception("the bytes end too soon");
    std::memcpy(data, rest_.data(), size);
    rest_.remove_prefix(size);
  }

  /// How many bytes have not been read yet.
  [[nodiscard]] std::size_t remaining() const { return rest_.size(); }

 private:
  std::string_view rest_;
};

// What cereal calls for numbers and for blocks of bytes.

template <class Number>
requires std::is_arithmetic_v<Number>
void save(memory_output_archive& archive, const Number& value) {
  archive.write(&value, sizeof value);
}

template <class Number>
requires std::is_arithmetic_v<Number>
void load(memory_input_archive& archive, Number& value) {
  archive.read(&value, sizeof value);
}

template <class Pointer>
void save(memory_output_archive& archive, const cereal::BinaryData<Pointer>& block) {
  archive.write(block.data, static_cast<std::size_t>(block.size));
}

template <class Pointer>
void load(memory_input_archive& archive, cereal::BinaryData<Pointer>& block) {
  archive.read(block.data, static_cast<std::size_t>(block.size));
}

}  // namespace antrian::events
