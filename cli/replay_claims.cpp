// Claims: who holds a place, and who is blocked, as the log says and as the table says.
#include <map>
#include <optional>

#include "cli/replay_check.hpp"
#include "cli/replay_rules.hpp"
#include "domain/claims.hpp"
#include "storage/derived.hpp"

namespace antrian::cli {
namespace {

/// The fold notes which rows changed, for checkpoints; nobody here asks, so the notes are dropped.
constexpr std::uint64_t forget_every_events = 500'000;

/// `the person 3f2a...`: by pseudonym.
std::string owner_of(std::string_view key) {
  if (key.empty()) return "a row without a key";
  std::string text = key.front() == 'p' ? "the person " : "the account ";
  for (const char byte : key.substr(1)) {
    const auto value = static_cast<std::uint8_t>(byte);
    events::append_hex(text, &value, 1);
  }
  return text;
}

class claims_check final : public replay_check {
 public:
  claims_check(const replay_context& context, std::uint64_t checkpoint)
      : context_(context), checkpoint_(checkpoint) {}

  storage::status fold(const replayed_record& record) override {
    if (checkpoint_ == 0 && record.first_position == 1) {
      if (auto compared = compare(); !compared) return compared;
    }
    for (std::size_t i = 0; i < record.events.size(); ++i) {
      const auto fault = fault_of(claims_, record.day, record.events[i]);
      if (!fault.empty()) {
        context_.findings.report_impossible(record.first_position + i, record.stream,
                                            std::string(fault));
        return {};
      }
      claims_.apply(record.day, record.events[i]);
      if (++folded_ % forget_every_events == 0) {
        static_cast<void>(claims_.take_changed_rows(context_.offices));
      }
      if (record.first_position + i != checkpoint_) continue;
      if (auto compared = compare(); !compared) return compared;
    }
    return {};
  }

  storage::status finish() override {
    if (compared_) return {};
    if (checkpoint_ == 0) return compare();
    context_.findings.report(checkpoint_, {}, "claims",
                             "the checkpoint is beyond the end of the log");
    return {};
  }

 private:
  storage::status compare() {
    compared_ = true;
    const auto expected = claims_.all_rows(context_.offices);
    auto next = expected.begin();
    auto read =
        storage::for_each_claim(context_.store, [&](std::string_view key, std::string_view value) {
          for (; next != expected.end() && next->first < key; ++next) {
            differs(next->first, "has no row, though the log says that there is a claim");
          }
          ++context_.report.claims;
          if (next == expected.end() || next->first != key) {
            return differs(key, "has a row, though the log says that there is no claim");
          }
          if (next->second != value) differs(key, "has a row that is not what the log gives");
          ++next;
        });
    if (!read) return read;
    for (; next != expected.end(); ++next) {
      differs(next->first, "has no row, though the log says that there is a claim");
    }
    return {};
  }

  void differs(std::string_view key, std::string_view how) {
    context_.findings.report(
        checkpoint_, {}, "claims",
        owner_of(key) + " " + std::string(how) + " at position " + std::to_string(checkpoint_));
  }

  replay_context context_;
  std::uint64_t checkpoint_;
  domain::claims claims_;
  std::uint64_t folded_ = 0;
  bool compared_ = false;
};

}  // namespace

storage::result<std::unique_ptr<replay_check>> check_claims(const replay_context& context) {
  const auto checkpoint = storage::checkpoint_position(context.store);
  if (!checkpoint) return tl::unexpected(checkpoint.error());
  return std::unique_ptr<replay_check>(std::make_unique<claims_check>(context, *checkpoint));
}

}  // namespace antrian::cli
