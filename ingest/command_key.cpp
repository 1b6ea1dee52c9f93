#include "ingest/command_key.hpp"

#include "events/json_document.hpp"

namespace antrian::ingest {

struct command_key_reader::impl {
  events::json_parser parser;
};

command_key_reader::command_key_reader() : impl_(std::make_unique<impl>()) {}
command_key_reader::~command_key_reader() = default;

std::string_view command_key_reader::read(std::string_view line, std::size_t padding) {
  const auto object = impl_->parser.parse(line, padding);
  if (!object) return {};
  std::string_view office;
  if (object->at_key("office").get_string().get(office) != simdjson::SUCCESS) return {};
  if (office.empty() || office.size() > command_key_size_max) return {};
  return office;
}

}  // namespace antrian::ingest
