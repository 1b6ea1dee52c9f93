#include "events/result_writer.hpp"

#include <array>

#include <simdjson.h>
#include <sodium.h>

#include "events/assert.hpp"
#include "events/json_append.hpp"
#include "events/vocabulary.hpp"

namespace antrian::events {
namespace {

/// What every declined result with one reason says, made once.
using refusal_texts = std::array<std::string, decline_reason_count>;

refusal_texts make_refusals() {
  refusal_texts texts;
  for (std::size_t i = 0; i < decline_reason_count; ++i) {
    const auto reason = static_cast<decline_reason>(i);
    const sentence sentence = sentence_of(reason);
    texts[i] = R"("outcome":"declined","reason":)";
    append_json_plain(texts[i], name_of(reason));
    append_member(texts[i], "message", sentence.english);
    append_member(texts[i], "message_id", sentence.indonesian);
  }
  return texts;
}

const std::string& refusal_of(decline_reason reason) {
  static const refusal_texts texts = make_refusals();
  return texts[static_cast<std::size_t>(reason)];
}

void append_command(std::string& out, const uuid& command) {
  out.append(R"({"command":")");
  append_uuid(out, command);
  out.append(R"(",)");
}

void append_booking(std::string& out, const result& value) {
  if (value.booking) {
    out.append(R"(,"booking":")");
    append_uuid(out, *value.booking);
    out.push_back('"');
  }
  if (value.code) {
    out.append(R"(,"code":")");
    append_code(out, *value.code);
    out.push_back('"');
  }
}

void append_slots(std::string& out, const result& value) {
  if (value.slots.empty()) return;
  out.append(R"(,"slots":[)");
  for (const auto slot : value.slots) {
    append_separator(out);
    out.push_back('"');
    append_clock(out, slot);
    out.push_back('"');
  }
  out.push_back(']');
}

void append_queue_numbers(std::string& out, const result& value) {
  if (value.queue_numbers.empty()) return;
  out.append(R"(,"queue_numbers":[)");
  for (const auto number : value.queue_numbers) {
    append_separator(out);
    append_number(out, number);
  }
  out.push_back(']');
}

void append_excess(std::string& out, const result& value) {
  if (value.excess.empty()) return;
  out.append(R"(,"excess":[)");
  for (const auto& excess : value.excess) {
    append_separator(out);
    out.append(R"({"slot":")");
    append_clock(out, excess.slot);
    out.append(R"(","lane":)");
    append_json_plain(out, name_of(excess.lane));
    append_member(out, "taken", excess.taken);
    append_member(out, "capacity", excess.capacity);
    out.push_back('}');
  }
  out.push_back(']');
}

void append_base64(std::string& out, std::string_view bytes) {
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
  const std::size_t before = out.size();
  // The length includes a terminating zero.
  const std::size_t room = sodium_base64_encoded_len(bytes.size(), variant);
  out.resize(before + room);
  sodium_bin2base64(out.data() + before, room, reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), variant);
  out.pop_back();
}

}  // namespace

void append_result_json(std::string& out, const uuid& command, const result& value) {
  ANTRIAN_ASSERT(value.outcome != outcome::invalid);
  append_command(out, command);
  if (value.outcome == outcome::declined) {
    out.append(refusal_of(value.reason));
  } else {
    out.append(R"("outcome":"accepted")");
  }
  append_member(out, "position", value.position);
  append_booking(out, value);
  append_slots(out, value);
  append_queue_numbers(out, value);
  append_excess(out, value);
  out.push_back('}');
}

void append_invalid_result(std::string& out, const invalid_command& command) {
  ANTRIAN_ASSERT(command.id.has_value());
  append_command(out, *command.id);
  out.append(R"("outcome":"invalid")");
  append_member(out, "field", command.field);
  append_member(out, "message", command.message);
  out.push_back('}');
}

void append_dead_letter(std::string& out, const dead_letter& letter,
                        const invalid_command& command) {
  out.append(R"({"source":)");
  append_json_string(out, letter.source);
  if (letter.offset) append_member(out, "offset", *letter.offset);
  if (letter.line) append_member(out, "line", *letter.line);
  if (command.id) {
    out.append(R"(,"command":")");
    append_uuid(out, *command.id);
    out.push_back('"');
  }
  append_member(out, "field", command.field);
  append_member(out, "error", command.message);
  if (simdjson::validate_utf8(letter.original.data(), letter.original.size())) {
    append_member(out, "value", letter.original);
  } else {
    out.append(R"(,"value_base64":")");
    append_base64(out, letter.original);
    out.push_back('"');
  }
  if (letter.cut_from) {
    out.append(R"(,"truncated":true)");
    append_member(out, "size", *letter.cut_from);
  }
  out.push_back('}');
}

}  // namespace antrian::events
