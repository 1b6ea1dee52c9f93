#include "ingest/event_message.hpp"

#include "events/json_append.hpp"

namespace antrian::ingest {

event_message::event_message(std::string_view installation) {
  events::append_event_source(source_, installation);
}

/// Ends a header's text, which began at `begin`. Its view is made when all of them are written,
/// for the text may move until then.
void event_message::header(const char* name, std::size_t begin) {
  parts_[used_++] = {name, begin, text_.size()};
}

const kafka_record& event_message::make(const events::event& event,
                                        const events::event_place& place) {
  value_.clear();
  text_.clear();
  used_ = 0;
  events::append_event_data(value_, event.body);

  const auto add = [this](const char* name, auto&& append) {
    const std::size_t begin = text_.size();
    append(text_);
    header(name, begin);
  };
  add("ce_id", [&](std::string& to) { events::append_number(to, place.position); });
  add("ce_type", [&](std::string& to) { events::append_event_type(to, event.body); });
  add("ce_time", [&](std::string& to) { events::append_instant(to, event.at); });
  add("ce_sequence", [&](std::string& to) { events::append_number(to, place.sequence); });
  add("ce_command", [&](std::string& to) { events::append_uuid(to, event.command); });
  if (event.by) add("ce_by", [&](std::string& to) { to += events::to_hex(*event.by); });

  std::size_t count = 0;
  headers_[count++] = {"ce_specversion", "1.0"};
  headers_[count++] = {"ce_source", source_};
  headers_[count++] = {"ce_subject", place.stream};
  headers_[count++] = {"content-type", "application/json"};
  for (std::size_t i = 0; i < used_; ++i) {
    const part& p = parts_[i];
    headers_[count++] = {p.name, std::string_view(text_).substr(p.begin, p.end - p.begin)};
  }
  record_ = {place.stream.substr(0, place.stream.find('/')), value_, {headers_.data(), count}};
  return record_;
}

}  // namespace antrian::ingest
