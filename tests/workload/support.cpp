#include "tests/workload/support.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <simdjson.h>
#include <unistd.h>

namespace antrian::workload {
namespace {

namespace fs = std::filesystem;

std::string text_of(const simdjson::dom::object& object, const char* name) {
  std::string_view text;
  return object[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

verdict parse_verdict(const simdjson::dom::object& object) {
  verdict out{text_of(object, "command"),
              text_of(object, "outcome"),
              text_of(object, "reason"),
              text_of(object, "field"),
              {},
              {}};
  simdjson::dom::array list;
  if (object["slots"].get(list) == simdjson::SUCCESS) {
    for (const auto slot : list) {
      out.slots.push_back(events::parse_clock(std::string_view(slot)).value());
    }
  }
  if (object["queue_numbers"].get(list) == simdjson::SUCCESS) {
    for (const auto number : list) out.queue_numbers.push_back(std::uint64_t(number));
  }
  return out;
}

}  // namespace

const config::configuration& shipped_configuration() {
  static const auto configuration = config::load(fs::path(ANTRIAN_SOURCE_DIR) / "config").value();
  return configuration;
}

line_judge::line_judge()
    : pseudonyms_(events::secret_key{}),
      reader_(shipped_configuration().offices, pseudonyms_,
              [](events::office_ref office) -> const events::day_policy& {
                return shipped_configuration().policy_of(office);
              }) {}

events::command_batch line_judge::read(std::string_view line) {
  events::command_batch batch;
  reader_.read(line, 0, events::instant{}, batch);
  return batch;
}

int run_model_script(const std::string& script, const std::vector<std::vector<std::string>>& files,
                     std::string& out) {
  const fs::path folder =
      fs::temp_directory_path() / ("antrian_model_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const fs::path source = ANTRIAN_SOURCE_DIR;
  std::string call = "python3 -B '" + (source / "tests/model" / script).string() + "' --config '" +
                     (source / "config").string() + "'";
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto path = folder / ("commands" + std::to_string(i) + ".jsonl");
    std::ofstream commands(path, std::ios::binary);
    for (const auto& line : files[i]) commands << line << '\n';
    call += " '" + path.string() + "'";
  }
  call += " > '" + (folder / "output").string() + "'";
  const int status = std::system(call.c_str());
  std::ostringstream text;
  text << std::ifstream(folder / "output").rdbuf();
  out = text.str();
  fs::remove_all(folder);
  return status;
}

std::vector<verdict> judged_by_model(const std::vector<std::string>& lines) {
  std::string output;
  if (run_model_script("model.py", {lines}, output) != 0) {
    throw std::runtime_error("the model failed");
  }
  std::vector<verdict> verdicts;
  simdjson::dom::parser parser;
  std::istringstream results(output);
  for (std::string line; std::getline(results, line);) {
    verdicts.push_back(parse_verdict(parser.parse(line)));
  }
  return verdicts;
}

}  // namespace antrian::workload
