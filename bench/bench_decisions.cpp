// The pure rules alone: decide and evolve, without actors or disk.
#include <benchmark/benchmark.h>

#include "domain/office_day.hpp"

namespace {

using namespace antrian;

events::command command_of(events::command_body body, std::uint64_t number) {
  events::command made;
  for (std::size_t i = 0; i < 8; ++i) {
    made.id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    made.id.bytes[15 - i] = static_cast<std::uint8_t>(number * 0x9E37 >> (8 * i));
  }
  made.day = {events::office_ref{0}, events::local_date{20'787}};
  made.at = {20'780 * events::day_ms};
  made.body = std::move(body);
  return made;
}

domain::office_day opened(std::uint32_t capacity) {
  events::open_day wish;
  for (std::uint16_t hour = 8; hour < 15; ++hour) {
    wish.slots.push_back({{static_cast<std::uint16_t>(hour * 60)},
                          {static_cast<std::uint16_t>(hour * 60 + 60)},
                          {capacity, 0, 0}});
  }
  wish.utc_offset_minutes = 420;
  domain::office_day day;
  std::vector<events::event> caused;
  decide(day, command_of(std::move(wish), 1), {}, caused);
  for (const auto& event : caused) evolve(day, event);
  return day;
}

events::command booking(std::uint64_t number) {
  events::book wish;
  events::applicant who;
  for (std::size_t i = 0; i < 8; ++i) {
    who.subject.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  wish.applicants.push_back(who);
  wish.service = "new_passport";
  return command_of(std::move(wish), number);
}

void refuse_full_day(benchmark::State& state) {
  const auto day = opened(0);
  const auto command = booking(7);
  std::vector<events::event> caused;
  for (auto _ : state) {
    caused.clear();
    decide(day, command, {}, caused);
    benchmark::DoNotOptimize(caused.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(refuse_full_day);

void confirm_and_evolve(benchmark::State& state) {
  constexpr std::uint64_t places = 7 * 100;
  std::vector<events::command> commands;
  for (std::uint64_t i = 0; i < places; ++i) commands.push_back(booking(i + 2));
  std::vector<events::event> caused;
  for (auto _ : state) {
    auto day = opened(100);
    for (const auto& command : commands) {
      caused.clear();
      decide(day, command, {}, caused);
      evolve(day, caused.front());
    }
    benchmark::DoNotOptimize(day.bookings.size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(places));
}
BENCHMARK(confirm_and_evolve);

}  // namespace

BENCHMARK_MAIN();
