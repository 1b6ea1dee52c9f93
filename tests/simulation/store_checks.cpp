#include "tests/simulation/store_checks.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "domain/reschedule.hpp"
#include "events/event_codec.hpp"
#include "storage/derived.hpp"
#include "storage/event_log.hpp"
#include "storage/vault.hpp"

namespace antrian::tests {
namespace {

void must(const storage::status& done) {
  if (!done) throw std::runtime_error(done.error().message());
}

/// What the log says, folded by the pure rules.
struct folded_log {
  std::map<events::office_day_key, std::vector<events::event>> streams;
  std::map<events::office_day_key, domain::office_day> days;
  std::map<events::uuid, events::office_day_key> homes;  ///< of each booking
  domain::claims claims;

  void fold(const logged_group& group) {
    auto& stream = streams[group.day];
    stream.insert(stream.end(), group.events.begin(), group.events.end());
    for (const auto& event : group.events) {
      evolve(days[group.day], event);
      claims.apply(group.day, event);
      if (const auto* confirmed = std::get_if<events::booking_confirmed>(&event.body)) {
        homes.emplace(confirmed->facts.booking, group.day);
      }
    }
  }

  /// What the command causes now.
  [[nodiscard]] std::vector<events::event> decided(const events::command& command) {
    domain::claim_facts facts;
    if (const auto* walk = std::get_if<events::walk_in>(&command.body)) {
      facts = claims.facts(walk->applicants, std::nullopt, std::nullopt);
    } else if (const auto* wish = std::get_if<events::book>(&command.body)) {
      facts = claims.facts(wish->applicants, wish->account, wish->replaces);
      const auto home = wish->replaces ? homes.find(*wish->replaces) : homes.end();
      if (home != homes.end()) {
        facts.replaced = describe(days[home->second], home->second.date, *wish->replaces);
      }
    }
    std::vector<events::event> caused;
    decide(days[command.day], command, facts, caused);
    return caused;
  }
};

bool is_refusal(const std::vector<events::event>& caused) {
  return std::holds_alternative<events::booking_declined>(caused.front().body);
}

class checker {
 public:
  checker(const storage::store& store, const history& lines,
          const std::map<events::uuid, events::result>& answers)
      : store_(store), lines_(lines), answers_(answers) {}

  std::vector<std::string> run() {
    check_order();
    check_states();
    check_claims_table();
    check_snapshots();
    check_command_index();
    check_vault();
    return std::move(faults_);
  }

 private:
  void wrong(std::string what) { faults_.push_back(std::move(what)); }

  void check_states() {
    for (const auto& [key, day] : lines_.country().days()) {
      if (log_.days[key] != day) {
        wrong("the fold of " + offices().stream_name(key) + " is not the reference's state");
      }
    }
    if (log_.days.size() != lines_.country().days().size()) wrong("other office days were used");
    if (!(log_.claims == lines_.country().claims())) wrong("the log's claims are not the same");
  }

  /// The log's order is an order in which the commands may have been taken: one after another in
  /// that order, they cause the same. Only the reason of a refusal may be another: a wave takes a
  /// refusal that is certain before what stands before it in the batch. And each answer names its
  /// command's last event.
  void check_order() {
    std::set<events::uuid> seen;
    std::size_t events = 0;
    for (const logged_group& group : groups_of_log(store_)) {
      events += group.events.size();
      if (!group.is_release) check_group(group, seen);
      log_.fold(group);
    }
    if (seen.size() != lines_.commands().size()) wrong("the log does not hold every command");
    if (events != lines_.country().log().size()) wrong("the log has other releases");
  }

  void check_group(const logged_group& group, std::set<events::uuid>& seen) {
    const auto id = group.command();
    if (!seen.insert(id).second) wrong("a command was decided twice: " + events::to_text(id));
    const auto& command = lines_.commands().at(id);
    if (command.day != group.day) wrong("an event is in another day's stream");
    const auto again = log_.decided(command);
    if (again != group.events && !(is_refusal(again) && is_refusal(group.events))) {
      wrong("in the log's order the command " + events::to_text(id) + " causes something else");
    }
    const auto answer = answers_.find(id);
    if (answer == answers_.end() || answer->second.position != group.last_position) {
      wrong("an answer does not name its command's last event: " + events::to_text(id));
    }
  }

  void check_claims_table() {
    std::vector<domain::claims::row> rows;
    must(storage::for_each_claim(store_, [&](std::string_view key, std::string_view value) {
      rows.emplace_back(key, value);
    }));
    if (rows != lines_.country().claims().all_rows(offices())) {
      wrong("the claims table is not the reference's claims");
    }
  }

  void check_snapshots() {
    must(storage::for_each_snapshot(
        store_, [&](std::string_view stream, const storage::snapshot& stored) {
          const auto& events = log_.streams[offices().parse_stream(stream).value()];
          if (stored.sequence > events.size()) return wrong("a snapshot is ahead of the log");
          domain::office_day day;
          for (std::size_t i = 0; i < stored.sequence; ++i) evolve(day, events[i]);
          const auto parsed = domain::parse_office_day(stored.state);
          if (!parsed || *parsed != day) wrong("a snapshot is not the fold of its events");
        }));
  }

  void check_command_index() {
    std::size_t rows = 0;
    must(storage::for_each_command(store_, [&](const events::uuid& id, std::string_view bytes) {
      ++rows;
      const auto answer = answers_.find(id);
      if (answer == answers_.end() || events::parse_result(bytes) != answer->second) {
        wrong("the command index has another answer for " + events::to_text(id));
      }
      return true;
    }));
    if (rows != answers_.size()) wrong("the command index does not hold every command");
  }

  /// Whoever was confirmed, ever, and nobody else.
  void check_vault() {
    std::set<events::subject_id> confirmed;
    for (const auto& logged : lines_.country().log()) {
      if (const auto* e = std::get_if<events::booking_confirmed>(&logged.event.body)) {
        for (const auto& placed : e->applicants) confirmed.insert(placed.subject);
      }
    }
    for (std::uint32_t i = 0; i < people_count; ++i) {
      const auto known = storage::read_person(store_, person(i));
      if (!known) throw std::runtime_error(known.error().message());
      if (known->has_value() != confirmed.contains(person(i))) {
        wrong("the vault does not hold exactly those who were confirmed");
      } else if (*known && *known != events::parse_personal(personal_record())) {
        wrong("the vault holds other data than were sent");
      }
    }
  }

  const storage::store& store_;
  const history& lines_;
  const std::map<events::uuid, events::result>& answers_;
  folded_log log_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<logged_group> groups_of_log(const storage::store& store) {
  std::vector<logged_group> groups;
  std::vector<events::event> decoded;
  must(storage::for_each_record(store, 1, [&](const storage::record_view& record) {
    decoded.clear();
    if (!events::parse_events(record.events, decoded)) throw std::runtime_error("unreadable");
    for (std::size_t i = 0; i < decoded.size(); ++i) {
      const bool release = domain::is_release(decoded[i]);
      const bool first = i == 0 || groups.back().is_release != release ||
                         groups.back().command() != decoded[i].command;
      if (first) groups.push_back({offices().parse_stream(record.stream).value(), 0, {}, release});
      groups.back().events.push_back(decoded[i]);
      groups.back().last_position = record.first_position + i;
    }
    return true;
  }));
  return groups;
}

std::vector<std::string> store_faults(const storage::store& store, const history& lines,
                                      const std::map<events::uuid, events::result>& answers) {
  return checker(store, lines, answers).run();
}

}  // namespace antrian::tests
