// Live cases: the pipeline, file ingest, a tout, single commands, memory.
#include <cstdio>
#include <fstream>
#include <semaphore>

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "bench/bench_node.hpp"
#include "bench/cases.hpp"
#include "bench/rush_batches.hpp"
#include "ingest/file_source.hpp"
#include "storage/event_log.hpp"
#include "storage/record.hpp"

namespace antrian::bench {
namespace {

constexpr std::uint32_t days = 5;
constexpr events::local_date monday{20'787};  // 2026-11-30, the first day of the rush

/// Every row of a table, in order.
std::vector<std::pair<std::string, std::string>> rows_of(const storage::store& store,
                                                         storage::table table) {
  std::vector<std::pair<std::string, std::string>> rows;
  const std::unique_ptr<rocksdb::Iterator> it(
      store.db().NewIterator(rocksdb::ReadOptions(), store.family(table)));
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    rows.emplace_back(it->key().ToString(), it->value().ToString());
  }
  return rows;
}

/// Writes what is in `from` - the same keys and values, as many rows per commit, an fsync per
/// commit - with nothing but RocksDB. Returns the seconds that the writes took.
double raw_write(const storage::store& from, const storage::store& to, std::uint64_t& bytes) {
  const auto commits = rows_of(from, storage::table::commits).size();
  std::vector<rocksdb::WriteBatch> batches(commits);
  for (const auto table : {storage::table::log, storage::table::streams, storage::table::vault}) {
    const auto rows = rows_of(from, table);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      bytes += rows[i].first.size() + rows[i].second.size();
      batches[i * commits / rows.size()].Put(to.family(table), rows[i].first, rows[i].second);
    }
  }
  rocksdb::WriteOptions durable;
  durable.sync = true;
  const stopwatch watch;
  for (auto& batch : batches) {
    const auto written = to.db().Write(durable, &batch);
    if (!written.ok()) give_up(written.ToString());
  }
  return watch.seconds();
}

std::unique_ptr<storage::store> open_store(const std::string& path) {
  storage::store_options options;
  options.path = path;
  return must(storage::store::open(options));
}

}  // namespace

void pipeline_case(const bench_setup& setup) {
  std::printf("pipeline from memory, fsync on: %llu rush commands, read into batches before\n",
              static_cast<unsigned long long>(setup.commands));
  const auto& configuration = *setup.configuration;
  const scratch_folder scratch(setup.folder);
  bench_node engine(scratch.at("store"), configuration);
  engine.run(read_batches(configuration, open_lines(configuration, monday, days), 8'192));
  auto batches = read_batches(
      configuration, rush_lines(configuration, monday, days, setup.commands, setup.seed), 8'192);

  const auto waves_before = engine.node->status().waves;
  const double cpu_before = cpu_seconds();
  const stopwatch watch;
  engine.run(std::move(batches));
  const double durable = watch.seconds();
  if (!engine.node->wait_projected()) give_up("the projections failed");
  const double projected = watch.seconds();
  const double cpu = cpu_seconds() - cpu_before;
  const auto count = static_cast<double>(setup.commands);
  print_row("commands a second, durable", count / durable, "/s");
  print_row("commands a second, durable and projected", count / projected, "/s");
  print_row("CPU per command, all threads", cpu / count * 1e6, "us");
  print_row("waves per batch",
            static_cast<double>(engine.node->status().waves - waves_before) / (count / 8'192), "");
  engine.stop();

  const auto raw = open_store(scratch.at("raw"));
  std::uint64_t bytes = 0;
  const double raw_seconds = raw_write(*engine.store, *raw, bytes);
  print_row("raw RocksDB write of the same bytes, as commands a second", count / raw_seconds, "/s");
  print_row("bytes written per command", static_cast<double>(bytes) / count, "B");
  print_row("ratio pipeline / raw", raw_seconds / durable, "");
}

void ingest_case(const bench_setup& setup) {
  std::printf("file ingest with results and dead letters: %llu lines\n",
              static_cast<unsigned long long>(setup.commands));
  const auto& configuration = *setup.configuration;
  const scratch_folder scratch(setup.folder);
  {
    std::ofstream file(scratch.at("commands.jsonl"), std::ios::binary);
    for (const auto& line : rush_lines(configuration, monday, days, setup.commands, setup.seed)) {
      file << line << '\n';
    }
  }
  bench_node engine(scratch.at("store"), configuration);
  engine.run(read_batches(configuration, open_lines(configuration, monday, days), 8'192));

  const events::pseudonymiser pseudonyms(engine.store->secret());
  ingest::file_source_options options;
  options.input = scratch.at("commands.jsonl");
  options.results = scratch.at("results.jsonl");
  options.dead_letters = scratch.at("dead.jsonl");
  options.now = [] { return events::instant{}; };
  events::command_reader reader(configuration.offices, pseudonyms,
                                [&](events::office_ref office) -> const events::day_policy& {
                                  return configuration.policy_of(office);
                                });
  const double cpu_before = cpu_seconds();
  const stopwatch watch;
  const auto summary = ingest::ingest_file(*engine.node, *engine.store, std::move(reader), options);
  if (!summary) give_up(summary.error().message);
  const double answered = watch.seconds();
  if (!engine.node->wait_projected()) give_up("the projections failed");
  const auto count = static_cast<double>(setup.commands);
  print_row("lines a second, every result written", count / answered, "/s");
  print_row("lines a second, projected too", count / watch.seconds(), "/s");
  print_row("CPU per line, all threads", (cpu_seconds() - cpu_before) / count * 1e6, "us");
  engine.stop();
}

void latency_case(const bench_setup& setup) {
  const std::uint64_t commands = std::min<std::uint64_t>(setup.commands, 5'000);
  std::printf("single commands, one at a time, each answered after its fsync: %llu\n",
              static_cast<unsigned long long>(commands));
  const auto& configuration = *setup.configuration;
  const scratch_folder scratch(setup.folder);
  bench_node engine(scratch.at("store"), configuration);
  engine.run(read_batches(configuration, open_lines(configuration, monday, days), 8'192));
  auto singles =
      read_batches(configuration, rush_lines(configuration, monday, days, commands, setup.seed), 1);
  std::vector<double> milliseconds;
  std::binary_semaphore answered{0};
  for (auto& single : singles) {
    const stopwatch watch;
    if (!engine.node->submit(std::move(single),
                             [&](const actors::batch_ptr&) { answered.release(); })) {
      give_up("the node took no batch");
    }
    answered.acquire();
    milliseconds.push_back(watch.seconds() * 1e3);
  }
  print_row("median", quantile(milliseconds, 0.5), "ms");
  print_row("p99", quantile(milliseconds, 0.99), "ms");
  engine.stop();
}

namespace {

/// Bookings of one person each, spread over the office days, one or many accounts.
std::vector<std::unique_ptr<events::command_batch>> bookings(
    const config::configuration& configuration, std::uint64_t count, std::size_t batch_size,
    bool one_account) {
  std::vector<std::string> lines;
  const auto& offices = configuration.offices.offices();
  for (std::uint64_t i = 0; i < count; ++i) {
    char line[512];
    const auto serial = i % 9'999 + 1;
    const auto rest = i / 9'999;
    std::snprintf(line, sizeof line,
                  R"({"id":"00000000-0000-4000-8000-%012llx","type":"book","office":"%s",)"
                  R"("date":"2026-%s","at":"2026-11-28T00:00:00.000Z","account":"%s%llu",)"
                  R"("applicants":[{"nik":"3201%02llu%02llu01%02llu%04llu","name":"A B"}],)"
                  R"("service":"new_passport","slot":"any"})",
                  static_cast<unsigned long long>(i), offices[i % offices.size()].code.c_str(),
                  i / offices.size() % 2 == 0 ? "11-30" : "12-01", one_account ? "tout" : "a",
                  static_cast<unsigned long long>(one_account ? 0 : i),
                  static_cast<unsigned long long>(rest % 90 + 1),
                  static_cast<unsigned long long>(rest / 90 % 28 + 1),
                  static_cast<unsigned long long>(rest / 2'520 % 100),
                  static_cast<unsigned long long>(serial));
    lines.emplace_back(line);
  }
  return read_batches(configuration, lines, batch_size);
}

void run_accounts(const bench_setup& setup, bool one_account) {
  const auto& configuration = *setup.configuration;
  const scratch_folder scratch(setup.folder);
  bench_node engine(scratch.at("store"), configuration);
  engine.run(read_batches(configuration, open_lines(configuration, monday, days), 8'192));
  constexpr std::uint64_t count = 8'000;
  auto batches = bookings(configuration, count, count, one_account);
  const auto waves = engine.node->status().waves;
  const stopwatch watch;
  engine.run(std::move(batches));
  const double seconds = watch.seconds();
  const std::string who = one_account ? "one account" : "as many accounts";
  print_row(who + ": commands a second, first batch of a cold node", count / seconds, "/s");
  print_row(who + ": waves for the batch", static_cast<double>(engine.node->status().waves - waves),
            "");
  engine.stop();
}

/// Opens days so large that nobody is refused.
std::vector<std::string> huge_days(const config::configuration& configuration) {
  std::vector<std::string> lines;
  std::uint64_t id = 1;
  for (const auto& office : configuration.offices.offices()) {
    for (const char* date : {"2026-11-30", "2026-12-01"}) {
      char line[400];
      std::snprintf(line, sizeof line,
                    R"({"id":"00000000-0000-4000-9000-%012llx","type":"open_day","office":"%s",)"
                    R"("date":"%s","at":"2026-11-01T00:00:00.000Z","slots":[{"start":"08:00",)"
                    R"("end":"09:00","capacity":{"online":100000,"priority":0,"walk_in":0}}]})",
                    static_cast<unsigned long long>(id++), office.code.c_str(), date);
      lines.emplace_back(line);
    }
  }
  return lines;
}

}  // namespace

void tout_case(const bench_setup& setup) {
  std::printf("8,000 bookings in one batch over 300 office days, by one account and by many\n");
  run_accounts(setup, false);
  run_accounts(setup, true);
}

void memory_case(const bench_setup& setup) {
  const std::uint64_t count = std::min<std::uint64_t>(setup.commands, 500'000);
  std::printf("live bookings, all confirmed: %llu\n", static_cast<unsigned long long>(count));
  const auto& configuration = *setup.configuration;
  const scratch_folder scratch(setup.folder);
  {
    bench_node engine(scratch.at("store"), configuration);
    engine.run(read_batches(configuration, huge_days(configuration), 8'192));
    auto batches = bookings(configuration, count, 8'192, false);
    const stopwatch watch;
    engine.run(std::move(batches));
    print_row("confirmed bookings a second, durable", static_cast<double>(count) / watch.seconds(),
              "/s");
    engine.stop();
  }
  const auto before = resident_bytes();
  bench_node engine(scratch.at("store"), configuration);
  const auto claims = resident_bytes();
  // One refused command per office day brings every office day into memory.
  engine.run(read_batches(configuration, huge_days(configuration), 8'192));
  auto wake = bookings(configuration, 300, 300, false);
  std::uint8_t salt = 1;
  for (auto& batch : wake) {
    for (auto& command : batch->commands) command.id.bytes[0] = salt;
  }
  engine.run(std::move(wake));
  const auto all = resident_bytes();
  const auto per = [&](std::uint64_t from, std::uint64_t to) {
    return static_cast<double>(to - std::min(from, to)) / static_cast<double>(count);
  };
  print_row("claims, bytes per live booking", per(before, claims), "B");
  print_row("office days, bytes per live booking", per(claims, all), "B");
  engine.stop();
}

}  // namespace antrian::bench
