#include "workload/rush_attempt.hpp"

#include "workload/line_writer.hpp"

namespace antrian::workload {
namespace {

person person_of(const party& who, std::size_t index) {
  if (!who.is_tout) return member_of(who.account, index);
  const std::size_t in_pool = (who.pool_from + index) % tout_pool_people;
  return {mix(who.account.key + 1000 + in_pool), who.account.province, age_band::adult};
}

void append_wish(std::string& out, const events::slot_wish& wish) {
  using kind = events::slot_wish::kind;
  switch (wish.which) {
    case kind::any:
      out.append("any");
      return;
    case kind::morning:
      out.append("morning");
      return;
    case kind::afternoon:
      out.append("afternoon");
      return;
    case kind::named:
      events::append_clock(out, wish.start);
  }
}

}  // namespace

void write_book(std::string& line, const attempt& attempt, const offered_office& office,
                events::instant at) {
  const party& who = attempt.who;
  line_writer json(line, attempt.id, "book", office.code, office.days[attempt.day].date, at);
  append_account_name(json.begin_text("account"), who.account);
  json.end_text();
  json.begin("applicants").push_back('[');
  for (std::size_t i = 0; i < who.people; ++i) {
    line.append(i == 0 ? "{" : ",{");
    append_person_members(line, person_of(who, i));
    line.push_back('}');
  }
  line.push_back(']');
  json.text("service",
            attempt.unknown_service ? "visa_extension" : office.services[attempt.service]);
  append_wish(json.begin_text("slot"), attempt.wish);
  json.end_text();
  if (who.account.has_senior) json.text("lane", "priority");
  if (attempt.replaces) json.id("replaces", *attempt.replaces);
  json.end();
}

void write_cancel(std::string& line, const events::uuid& id, const attempt& attempt,
                  const offered_office& office, events::instant at, bool first_only) {
  line_writer json(line, id, "cancel", office.code, office.days[attempt.day].date, at);
  append_account_name(json.begin_text("by"), attempt.who.account);
  json.end_text();
  json.id("booking", attempt.id);
  if (first_only) {
    append_nik(json.begin_text("nik"), person_of(attempt.who, 0));
    json.end_text();
  }
  json.end();
}

}  // namespace antrian::workload
