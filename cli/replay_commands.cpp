// The command index: which answer every command got first.
//
// The index is in order of id and the log in order of position, so both are compared by a digest
// that does not depend on the order: the sum of keyed hashes, with a fresh key for each audit. Only
// if the sums differ is each row looked for.
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include <sodium.h>

#include "cli/replay_check.hpp"
#include "domain/reschedule.hpp"
#include "events/event_codec.hpp"
#include "events/result.hpp"
#include "storage/derived.hpp"
#include "storage/event_log.hpp"

namespace antrian::cli {
namespace {

constexpr std::size_t looked_up_at_once = 8'192;

/// Rows of an index, whatever their order.
struct row_digest {
  std::uint64_t rows = 0;
  std::array<std::uint64_t, 2> sum{};
  friend bool operator==(const row_digest&, const row_digest&) = default;
};

class row_hash {
 public:
  row_hash() { randombytes_buf(key_.data(), key_.size()); }

  void add(row_digest& to, const events::uuid& id, std::string_view result) {
    bytes_.assign(id.bytes.begin(), id.bytes.end());
    bytes_.append(result);
    std::array<std::uint64_t, 2> hash{};
    static_assert(sizeof hash == crypto_shorthash_siphashx24_BYTES);
    crypto_shorthash_siphashx24(reinterpret_cast<unsigned char*>(hash.data()),
                                reinterpret_cast<const unsigned char*>(bytes_.data()),
                                bytes_.size(), key_.data());
    ++to.rows;
    for (std::size_t i = 0; i < hash.size(); ++i) to.sum[i] += hash[i];
  }

 private:
  std::array<unsigned char, crypto_shorthash_siphashx24_KEYBYTES> key_{};
  std::string bytes_;
};

/// Calls `visit(id, result bytes, position of its last event)` for every command that has an
/// answer.
template <class Visit>
void for_each_answer(const replayed_record& record, std::string& bytes, const Visit& visit) {
  domain::for_each_answer(record.events, record.first_position,
                          [&](std::span<const events::event> caused, std::uint64_t last) {
                            bytes.clear();
                            events::append_result(bytes, events::result_of(caused, last));
                            visit(caused.front().command, bytes, last);
                          });
}

class command_check final : public replay_check {
 public:
  command_check(const replay_context& context, std::uint64_t checkpoint)
      : context_(context), checkpoint_(checkpoint) {}

  storage::status read_index() {
    return storage::for_each_command(context_.store,
                                     [&](const events::uuid& id, std::string_view bytes) {
                                       const auto result = events::parse_result(bytes);
                                       if (!result) {
                                         differs(0, id, "has an answer that cannot be read");
                                       } else if (result->position <= checkpoint_) {
                                         hash_.add(in_index_, id, bytes);
                                       } else {
                                         // Written for a checkpoint that a crash prevented.
                                         early_.emplace(id, bytes);
                                       }
                                       return !context_.findings.full();
                                     });
  }

  storage::status fold(const replayed_record& record) override {
    for_each_answer(record, bytes_,
                    [&](const events::uuid& id, std::string_view bytes, std::uint64_t last) {
                      if (last <= checkpoint_) return hash_.add(in_log_, id, bytes);
                      const auto early = early_.find(id);
                      if (early == early_.end()) return;
                      if (early->second != bytes) differs(last, id, not_the_first);
                      early_.erase(early);
                      ++context_.report.commands;
                    });
    return {};
  }

  storage::status finish() override {
    context_.report.commands += in_index_.rows;
    for (const auto& [id, bytes] : early_) differs(0, id, no_such_command);
    if (in_log_ == in_index_) return {};
    std::uint64_t found = 0;
    if (auto looked = look_up_log(found); !looked) return looked;
    return found < in_index_.rows ? look_up_index(in_index_.rows - found) : storage::status();
  }

 private:
  static constexpr std::string_view not_the_first =
      "has another answer than the one that it got first";
  static constexpr std::string_view no_such_command = "has an answer, but the log has no such one";

  struct answer {
    std::uint64_t position = 0;
    std::string bytes;
  };

  /// Looks for every answer of the log in the index; `found` counts those that have a row.
  storage::status look_up_log(std::uint64_t& found) {
    std::vector<events::uuid> ids;
    std::vector<answer> answers;
    storage::status outcome;
    const auto look_up = [&] {
      const auto rows = storage::find_commands(context_.store, ids);
      if (!rows) {
        outcome = tl::unexpected(rows.error());
        return;
      }
      for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto& row = (*rows)[i];
        if (row) ++found;
        if (!row) differs(answers[i].position, ids[i], "is missing in the index");
        if (row && *row != answers[i].bytes) differs(answers[i].position, ids[i], not_the_first);
      }
      ids.clear();
      answers.clear();
    };
    auto read = read_log(1, [&](const replayed_record& record) {
      for_each_answer(record, bytes_,
                      [&](const events::uuid& id, std::string_view bytes, std::uint64_t last) {
                        if (last > checkpoint_) return;
                        ids.push_back(id);
                        answers.push_back({last, std::string(bytes)});
                      });
      if (ids.size() >= looked_up_at_once) look_up();
      return outcome && !context_.findings.full() && record.last_position() < checkpoint_;
    });
    if (!read) return read;
    look_up();
    return outcome;
  }

  /// Looks for rows of the index that no command of the log explains; there are `wanted`.
  storage::status look_up_index(std::uint64_t wanted) {
    storage::status outcome;
    std::string unused;
    auto read = storage::for_each_command(
        context_.store, [&](const events::uuid& id, std::string_view bytes) {
          const auto result = events::parse_result(bytes);
          if (!result || result->position > checkpoint_) return true;
          bool known = false;
          outcome = read_log(result->position, [&](const replayed_record& record) {
            for_each_answer(record, unused, [&](const events::uuid& answered, auto&&...) {
              known = known || answered == id;
            });
            return false;
          });
          if (!outcome) return false;
          if (!known) {
            differs(result->position, id, no_such_command);
            --wanted;
          }
          return wanted > 0 && !context_.findings.full();
        });
    if (!outcome) return outcome;
    return read;
  }

  /// Records from the one that holds `from` on, until `visit` returns false.
  template <class Visit>
  storage::status read_log(std::uint64_t from, const Visit& visit) {
    std::vector<events::event> decoded;
    return storage::for_each_record(context_.store, from, [&](const storage::record_view& record) {
      decoded.clear();
      // The replay has read all of them before.
      if (!events::parse_events(record.events, decoded)) return false;
      return visit(replayed_record{
          record.first_position, record.stream, {}, record.first_sequence, decoded});
    });
  }

  void differs(std::uint64_t position, const events::uuid& id, std::string_view how) {
    context_.findings.report(position, {}, "command index",
                             "the command " + events::to_text(id) + " " + std::string(how));
  }

  replay_context context_;
  std::uint64_t checkpoint_;
  row_hash hash_;
  row_digest in_index_;
  row_digest in_log_;
  std::unordered_map<events::uuid, std::string, events::id16_hash> early_;
  std::string bytes_;
};

}  // namespace

storage::result<std::unique_ptr<replay_check>> check_commands(const replay_context& context) {
  const auto checkpoint = storage::checkpoint_position(context.store);
  if (!checkpoint) return tl::unexpected(checkpoint.error());
  auto check = std::make_unique<command_check>(context, *checkpoint);
  if (auto read = check->read_index(); !read) return tl::unexpected(read.error());
  return std::unique_ptr<replay_check>(std::move(check));
}

}  // namespace antrian::cli
