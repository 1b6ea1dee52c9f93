#include "ingest/kafka_batch.hpp"

namespace antrian::ingest {
namespace {

void add_invalid(events::command_batch& out, const std::optional<events::uuid>& id,
                 std::string field, std::string message) {
  out.items.push_back({static_cast<std::uint32_t>(out.invalid.size()), false});
  out.invalid.push_back({id, std::move(field), std::move(message)});
}

template <class To>
std::optional<To> copy(const std::optional<std::string_view>& text) {
  return text ? std::optional<To>(*text) : std::nullopt;
}

}  // namespace

void message_reader::read(const kafka_message& message, events::instant received_at,
                          kafka_batch& out) {
  auto& batch = *out.commands;
  if (!message.value) {
    add_invalid(batch, std::nullopt, "",
                "without a value (a tombstone): expected one JSON object as the value");
  } else if (message.value->size() > message_size_max) {
    add_invalid(batch, std::nullopt, "",
                "longer than " + std::to_string(message_size_max) + " bytes: expected one command");
  } else {
    const auto personal_before = batch.personal.size();
    reader_.read(*message.value, 0, received_at, batch);
    if (batch.items.back().valid) check_key(message, personal_before, batch);
  }
  if (!batch.items.back().valid) {
    out.rejected.push_back({message.partition, message.offset, copy<std::string>(message.key),
                            copy<std::string>(message.value)});
  }
}

/// A command under another key is in another partition, where its office day has another order.
void message_reader::check_key(const kafka_message& message, std::size_t personal_before,
                               events::command_batch& out) const {
  const auto& command = out.commands.back();
  if (message.key == offices_.at(command.day.office).code) return;
  const auto id = command.id;
  out.commands.pop_back();
  out.personal.resize(personal_before);
  out.items.pop_back();
  add_invalid(out, id, "key",
              std::string(message.key ? "" : "missing: ") +
                  "expected the code of the command's office as the message's key");
}

}  // namespace antrian::ingest
