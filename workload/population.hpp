// An invented population of any size. Everything about a person follows from one number, so none of
// them is kept in memory and the same number is always the same person.
//
// No real person is meant: NIKs have the right form and are otherwise random.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace antrian::workload {

enum class age_band : std::uint8_t { any, adult, senior };

struct person {
  std::uint64_t key = 0;      ///< all else but the place follows from it
  std::uint8_t province = 0;  ///< the first two digits of the NIK
  age_band age = age_band::any;
};

/// An account holder and who lives with them.
struct household {
  std::uint64_t number = 0;  ///< unique in the country; a part of the account's name
  std::uint64_t key = 0;
  std::uint8_t province = 0;
  bool has_senior = false;  ///< the holder is over sixty: the priority lane
};

/// A NIK's code of the province; 31 (Jakarta) for a name that is none of today's provinces.
[[nodiscard]] std::uint8_t province_code(std::string_view province);

/// 1 to 5, mostly 1 or 2.
[[nodiscard]] std::size_t household_size(const household& home);
/// The holder is member 0.
[[nodiscard]] person member_of(const household& home, std::size_t index);

/// 16 digits that pass every hard check of a NIK.
void append_nik(std::string& out, const person& who);
/// `"nik":...,"name":...` and mostly a phone number and a mail address, as members of an object.
void append_person_members(std::string& out, const person& who);
/// The name that the holder logs in with.
void append_account_name(std::string& out, const household& home);

}  // namespace antrian::workload
