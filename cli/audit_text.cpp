#include "cli/audit_text.hpp"

#include "events/ids.hpp"
#include "events/json_append.hpp"
#include "projections/report_numbers.hpp"

namespace antrian::cli {
namespace {

using events::append_key;
using events::append_member;
using projections::grouped;

std::string hash_text(const storage::hash256& hash) {
  std::string text;
  events::append_hex(text, hash.data(), hash.size());
  return text;
}

std::string finding_line(std::uint64_t position, const std::string& stream, std::string_view what,
                         const std::string& detail) {
  std::string text = "FOUND  position " + std::to_string(position);
  if (!stream.empty()) text += ", " + stream;
  return text + ": " + std::string(what) + ": " + detail + "\n";
}

void append_finding(std::string& out, std::uint64_t position, const std::string& stream,
                    std::string_view what, const std::string& detail) {
  events::append_separator(out);
  out.push_back('{');
  append_member(out, "position", position);
  if (!stream.empty()) append_member(out, "stream", stream);
  append_member(out, "what", what);
  append_member(out, "detail", detail);
  out.push_back('}');
}

/// Calls `visit(position, stream, what, detail)` for the findings of both halves.
template <class Visit>
void for_each_finding(const audit_outcome& outcome, const Visit& visit) {
  for (const auto& found : outcome.chain.findings) {
    visit(found.position, found.stream, storage::sentence_of(found.fault), found.detail);
  }
  if (outcome.replay) {
    for (const auto& found : outcome.replay->findings) {
      visit(found.position, found.stream, found.what, found.detail);
    }
  }
  if (outcome.noted_asked && !outcome.noted_position) {
    visit(outcome.chain.last_position, std::string(), "noted head",
          "it is not in the log, which was cut off or written anew since it was noted");
  }
}

std::size_t finding_count(const audit_outcome& outcome) {
  std::size_t count = 0;
  for_each_finding(outcome, [&](const auto&...) { ++count; });
  return count;
}

std::string noted_sentence(const audit_outcome& outcome) {
  if (!outcome.noted_position) return {};
  return "The noted head is that of position " + grouped(*outcome.noted_position) +
         (outcome.chain.whole() ? ": nothing up to there was changed since it was noted.\n"
                                : ", but the chain is not whole.\n");
}

std::string compared_sentence(const audit_outcome& outcome) {
  if (!outcome.replay) {
    return "The log itself is not what was written, so nothing was compared with it.\n";
  }
  const auto& replay = *outcome.replay;
  return "Replayed and compared: " + grouped(replay.snapshots) + " snapshots, " +
         grouped(replay.claims) + " claims, " + grouped(replay.commands) + " answers, " +
         grouped(replay.projection_rows) + " projection rows.\n";
}

}  // namespace

std::string audit_as_text(const audit_outcome& outcome) {
  const auto& chain = outcome.chain;
  std::string text;
  for_each_finding(outcome, [&](const auto&... found) { text += finding_line(found...); });
  text += noted_sentence(outcome);
  text += "Chain: " + grouped(chain.events) + " events in " + grouped(chain.records) +
          " records of " + grouped(chain.streams) + " office days, " + grouped(chain.commits) +
          " commits.\n";
  text += compared_sentence(outcome);
  text +=
      "Head: " + hash_text(chain.head_hash) + " at position " + grouped(chain.last_position) + "\n";
  if (outcome.clean()) {
    return text +
           "      Note it down: later, --noted with it proves that nothing before was changed.\n"
           "All is as it was written.\n";
  }
  const bool early = !chain.complete || (outcome.replay && !outcome.replay->complete);
  const auto count = finding_count(outcome);
  return text + std::to_string(count) + (count == 1 ? " finding" : " findings") +
         (early ? "; the audit ended early, there may be more" : "") + ".\n";
}

std::string audit_as_json(const audit_outcome& outcome) {
  const auto& chain = outcome.chain;
  std::string out{"{"};
  append_key(out, "clean");
  events::append_bool(out, outcome.clean());
  append_key(out, "complete");
  events::append_bool(out, chain.complete && outcome.replay && outcome.replay->complete);
  append_member(out, "events", chain.events);
  append_member(out, "records", chain.records);
  append_member(out, "streams", chain.streams);
  append_member(out, "commits", chain.commits);
  append_member(out, "last_position", chain.last_position);
  append_member(out, "head_hash", hash_text(chain.head_hash));
  if (outcome.noted_asked) {
    append_key(out, "noted_position");
    out += outcome.noted_position ? std::to_string(*outcome.noted_position) : "null";
  }
  append_key(out, "compared");
  if (outcome.replay) {
    out.push_back('{');
    append_member(out, "snapshots", outcome.replay->snapshots);
    append_member(out, "claims", outcome.replay->claims);
    append_member(out, "commands", outcome.replay->commands);
    append_member(out, "projection_rows", outcome.replay->projection_rows);
    out.push_back('}');
  } else {
    out += "null";
  }
  append_key(out, "findings");
  out.push_back('[');
  for_each_finding(outcome, [&](const auto&... found) { append_finding(out, found...); });
  return out + "]}\n";
}

}  // namespace antrian::cli
