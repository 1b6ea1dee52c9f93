// The offices of this installation: code to number and back, and each office's clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "events/ids.hpp"

namespace antrian::events {

struct office {
  std::string code;  ///< as in offices.csv: `PEMATANGSIANTAR`
  std::string name;
  std::string office_class;
  std::string city;
  std::string province;
  std::int32_t utc_offset_minutes = 420;  ///< WIB +7, WITA +8, WIT +9; no daylight saving
  std::optional<std::uint32_t> daily_quota;
};

/// Immutable after set-up, so it may be read from any thread.
class office_directory {
 public:
  office_directory() = default;
  explicit office_directory(std::vector<office> offices);

  [[nodiscard]] std::optional<office_ref> find(std::string_view code) const;
  [[nodiscard]] const office& at(office_ref ref) const { return offices_[ref.index]; }
  [[nodiscard]] const std::vector<office>& offices() const { return offices_; }

  /// The name of an office day's stream: `PEMATANGSIANTAR/2026-11-30`.
  [[nodiscard]] std::string stream_name(const office_day_key& key) const;
  /// Nothing if the name is not of that form or the office is not in the directory.
  [[nodiscard]] std::optional<office_day_key> parse_stream(std::string_view name) const;

 private:
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::vector<office> offices_;
  std::unordered_map<std::string, std::uint16_t, text_hash, std::equal_to<>> by_code_;
};

}  // namespace antrian::events
