#include "events/vocabulary.hpp"

namespace antrian::events {
namespace {

constexpr std::array<std::string_view, lane_count> lane_names{"online", "priority", "walk_in"};

constexpr std::array<std::string_view, command_type_count> command_names{
    "open_day", "change_capacity", "close_day", "end_day", "book",  "cancel", "check_in",
    "walk_in",  "undo_check_in",   "call_next", "recall",  "serve", "miss",   "release_replaced"};

constexpr std::array<std::string_view, 3> cause_names{"requested", "office_closed", "rescheduled"};
constexpr std::array<std::string_view, 3> outcome_names{"accepted", "declined", "invalid"};

struct reason_text {
  std::string_view name;
  sentence text;
};

// In the order of decline_reason.
constexpr std::array<reason_text, decline_reason_count> reasons{{
    {"day_not_open",
     {"Hari layanan ini belum dibuka. Pilih tanggal lain.",
      "This office day has not been opened. Choose another date."}},
    {"day_closed",
     {"Hari layanan ini sudah ditutup. Pilih tanggal lain.",
      "This office day is closed. Choose another date."}},
    {"not_yet_released",
     {"Kuota hari ini belum dibuka. Coba lagi setelah waktu pembukaan.",
      "The places of this day are not released yet. Try again after the release time."}},
    {"unknown_service",
     {"Layanan ini tidak tersedia di kantor ini. Pilih layanan lain.",
      "This office does not offer that service on this day. Choose another service."}},
    {"unknown_slot",
     {"Jam kedatangan itu tidak ada pada hari ini. Pilih jam lain.",
      "There is no such arrival time on this day. Choose another time."}},
    {"slot_passed",
     {"Jam kedatangan itu sudah lewat. Pilih jam atau tanggal lain.",
      "That arrival time has already begun. Choose another time or date."}},
    {"blocked_after_no_show",
     {"Pemohon pernah tidak datang dan belum dapat memesan lagi. Coba setelah masa blokir "
      "berakhir.",
      "An applicant did not come to an earlier booking and cannot book yet. Try again when the "
      "block has ended."}},
    {"nik_has_booking",
     {"Salah satu NIK sudah mempunyai pesanan aktif. Batalkan atau ubah pesanan itu dahulu.",
      "One of the applicants already has a live booking. Cancel or move that booking first."}},
    {"account_limit",
     {"Akun ini sudah mencapai batas jumlah pemohon. Batalkan pesanan lain dahulu.",
      "This account has reached its limit of applicants. Cancel another booking first."}},
    {"slot_full",
     {"Jam kedatangan ini sudah penuh. Pilih jam lain.",
      "This arrival time is full. Choose another time."}},
    {"lane_full",
     {"Jalur ini sudah penuh. Jalur lain masih mempunyai tempat.",
      "This lane is full. Another lane still has places."}},
    {"day_full",
     {"Hari ini sudah penuh. Pilih tanggal atau kantor lain.",
      "This day is full. Choose another date or office."}},
    {"unknown_booking",
     {"Pesanan tidak ditemukan. Periksa kode atau nomor pesanan.",
      "No such booking. Check the code or the booking number."}},
    {"not_live",
     {"Pesanan ini sudah tidak aktif atau tidak dapat diubah.",
      "This booking is no longer live or cannot be changed."}},
    {"reschedule_limit",
     {"Pesanan ini sudah mencapai batas perubahan jadwal.",
      "This booking has been moved as often as is allowed."}},
    {"nik_mismatch",
     {"NIK tidak sesuai dengan pesanan. Periksa KTP pemohon.",
      "The NIK is not one of this booking. Check the identity card."}},
    {"too_early",
     {"Belum waktunya check-in. Datang kembali mendekati jam kedatangan.",
      "It is too early to check in. Come back nearer to the arrival time."}},
    {"too_late",
     {"Waktu check-in sudah lewat. Pesan jadwal baru.",
      "It is too late to check in. Book a new time."}},
    {"already_open",
     {"Hari layanan ini sudah dibuka.", "This office day has already been opened."}},
    {"already_checked_in",
     {"Pemohon sudah check-in; nomor antreannya diberikan lagi.",
      "The applicant is checked in already; the queue number is given again."}},
    {"not_checked_in",
     {"Pemohon belum check-in atau sudah dipanggil.",
      "The applicant is not checked in, or has been called already."}},
    {"queue_empty", {"Tidak ada yang menunggu.", "Nobody is waiting."}},
    {"unknown_queue_number",
     {"Nomor antrean itu tidak sedang dipanggil.",
      "That queue number is not one that is being called."}},
}};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(lane value) {
  return lane_names[static_cast<std::size_t>(value)];
}
std::string_view name_of(command_type value) {
  return command_names[static_cast<std::size_t>(value)];
}
std::string_view name_of(decline_reason value) {
  return reasons[static_cast<std::size_t>(value)].name;
}
std::string_view name_of(cancel_cause value) {
  return cause_names[static_cast<std::size_t>(value)];
}
std::string_view name_of(outcome value) {
  return outcome_names[static_cast<std::size_t>(value)];
}

std::optional<lane> parse_lane(std::string_view text) {
  return find<lane>(lane_names, text);
}

std::optional<command_type> parse_command_type(std::string_view text) {
  const auto type = find<command_type>(command_names, text);
  if (type == command_type::release_replaced) return std::nullopt;
  return type;
}

sentence sentence_of(decline_reason reason) {
  return reasons[static_cast<std::size_t>(reason)].text;
}

}  // namespace antrian::events
