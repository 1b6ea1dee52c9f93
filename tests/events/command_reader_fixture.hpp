// What the tests of the command reader share: a small installation, good commands of every type
// to change one thing in, and expectations about the one item that a line becomes.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "events/command_reader.hpp"

namespace antrian::events::testing {

/// A JSON object as a list of fields with their values as JSON text, in the order written.
class json_fields {
 public:
  json_fields(std::initializer_list<std::pair<std::string, std::string>> fields)
      : fields_(fields) {}
  /// Changes the field's value, or adds the field.
  [[nodiscard]] json_fields with(std::string_view name, std::string_view value) const;
  [[nodiscard]] json_fields without(std::string_view name) const;
  /// Adds the field once more.
  [[nodiscard]] json_fields again(std::string_view name, std::string_view value) const;
  [[nodiscard]] std::string text() const;
  /// By value, so that a loop may run over the fields of a temporary.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> list() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

inline constexpr std::string_view some_id = "0192f0c1-0000-7000-8000-000000000001";
inline constexpr std::string_view some_booking = "0192f0c1-0000-7000-8000-0000000000b0";
inline constexpr std::string_view some_nik = "1272014107900001";
inline constexpr std::string_view other_nik = "3171011201850002";
inline constexpr instant some_receipt{1'764'230'400'000};

/// A good command of a wire type, with every optional field given.
[[nodiscard]] json_fields good(command_type type);
[[nodiscard]] json_fields good_applicant(std::string_view nik = some_nik);
[[nodiscard]] json_fields good_slot(std::string_view start = "\"08:00\"",
                                    std::string_view end = "\"09:00\"");
[[nodiscard]] std::string in_quotes(std::string_view text);
/// `text` repeated.
[[nodiscard]] std::string repeated(std::string_view text, std::size_t times);
[[nodiscard]] std::vector<command_type> wire_types();

/// PEMATANGSIANTAR (WIB, +7) and JAYAPURA (WIT, +9).
[[nodiscard]] std::vector<office> two_offices();

/// Two offices, a fixed secret, and a default policy that differs from the built-in one.
class command_reading : public ::testing::Test {
 protected:
  /// Reads one line into an empty batch.
  command_batch read(std::string_view json);
  /// Reads one line that must be good.
  command read_good(const std::string& json);
  template <class Body>
  Body read_body(const json_fields& json) {
    return std::get<Body>(read_good(json.text()).body);
  }
  /// Expects an invalid command with the id of the good ones. Returns its message.
  std::string expect_invalid(const json_fields& json, std::string_view field);
  std::string expect_invalid(const std::string& json, std::string_view field);
  /// Expects an invalid command without an id: nothing but a dead letter.
  std::string expect_dead(std::string_view json, std::string_view field);

  office_directory offices_{two_offices()};
  pseudonymiser pseudonyms_{secret_key{1, 2, 3}};
  day_policy default_policy_{45, 15, 4, 14, 2, {"new_passport", "lost_passport"}};
  command_reader reader_{offices_, pseudonyms_,
                         [this](office_ref) -> const day_policy& { return default_policy_; }};
};

/// Expects that a batch holds exactly one item, and that everything in it belongs to that item.
void expect_one_item(const command_batch& batch);

}  // namespace antrian::events::testing
