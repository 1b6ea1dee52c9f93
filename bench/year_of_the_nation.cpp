#include "bench/year_of_the_nation.hpp"

#include <cstring>

namespace antrian::bench {
namespace {

constexpr events::local_date first_date{20'454};  // 2026-01-01
constexpr std::size_t batch_size = 8'192;

/// splitmix64: every id of the year from two numbers.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

template <class Id>
Id id_of(std::uint64_t number, std::uint64_t kind) {
  Id id;
  const std::uint64_t halves[2] = {mix(number * 8 + kind), mix(mix(number) + kind)};
  std::memcpy(id.bytes.data(), halves, sizeof halves);
  return id;
}

/// Writes the commands of one office day, in batches.
class day_writer {
 public:
  day_writer(const year_options& options, std::uint32_t day) : options_(options), day_(day) {}

  std::vector<std::unique_ptr<events::command_batch>> all() {
    for (std::uint16_t office = 0; office < options_.offices; ++office) one(office);
    return std::move(batches_);
  }

 private:
  void one(std::uint16_t office) {
    key_ = {events::office_ref{office},
            events::local_date{first_date.days + static_cast<std::int32_t>(day_)}};
    booked_at_ = {events::at_clock(key_.date, {}).ms - 3 * events::day_ms};
    serial_ = (std::uint64_t{day_} * options_.offices + office) << 20;
    open();
    const std::uint32_t wishes = options_.places * (1 + options_.refusals);
    const std::uint64_t first_booking = serial_ + 1;
    for (std::uint32_t i = 0; i < wishes; ++i) book();
    if (day_ + options_.live_days < options_.days) play(first_booking);
  }

  void open() {
    events::open_day wish;
    wish.slots.push_back({{8 * 60}, {15 * 60}, {options_.places, 0, 0}});
    wish.utc_offset_minutes = 420;
    add(std::move(wish), booked_at_);
  }

  void book() {
    events::book wish;
    wish.account = id_of<events::account_id>(serial_ + 1, 1);
    wish.applicants.push_back({id_of<events::subject_id>(serial_ + 1, 2), 0, 0});
    wish.service = "new_passport";
    add(std::move(wish), booked_at_);
  }

  void play(std::uint64_t first_booking) {
    const events::instant nine{events::to_instant(key_.date, {9 * 60}, 420)};
    for (std::uint32_t i = 0; i < options_.places; ++i) {
      const auto number = first_booking + i;
      if (i % 16 == 0) continue;  // did not come
      add(events::check_in{id_of<events::uuid>(number, 0), id_of<events::subject_id>(number, 2)},
          nine);
    }
    std::uint32_t called = 0;
    for (std::uint32_t i = 0; i < options_.places; ++i) {
      if (i % 16 == 0) continue;
      add(events::call_next{"1", {true, true, true}}, {nine.ms + i * 120'000});
      add(events::serve{++called}, {nine.ms + i * 120'000 + 90'000});
    }
    add(events::end_day{}, events::to_instant(key_.date, {16 * 60}, 420));
  }

  void add(events::command_body body, events::instant at) {
    if (batches_.empty() || batches_.back()->items.size() == batch_size) {
      batches_.push_back(std::make_unique<events::command_batch>());
    }
    auto& batch = *batches_.back();
    batch.items.push_back({static_cast<std::uint32_t>(batch.commands.size()), true});
    ++serial_;
    batch.commands.push_back(
        {id_of<events::uuid>(serial_, 0), key_, at, std::nullopt, std::move(body)});
  }

  const year_options& options_;
  std::uint32_t day_;
  events::office_day_key key_;
  events::instant booked_at_;
  std::uint64_t serial_ = 0;
  std::vector<std::unique_ptr<events::command_batch>> batches_;
};

}  // namespace

std::vector<std::unique_ptr<events::command_batch>> commands_of_day(const year_options& options,
                                                                    std::uint32_t day) {
  return day_writer(options, day).all();
}

}  // namespace antrian::bench
