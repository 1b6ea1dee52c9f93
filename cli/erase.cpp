// antrian erase: what a person may ask for - that their personal data are kept no longer.
//
// A NIK never comes as an argument, which every user of the machine can read in the list of
// processes and the shell keeps in its history.
#include <fstream>
#include <iostream>

#include "cli/session.hpp"
#include "cli/subcommand.hpp"
#include "events/json_append.hpp"
#include "storage/vault.hpp"

namespace antrian::cli {
namespace {

struct options : common_options {
  std::string nik_file;
  std::vector<std::string> subjects;
  bool json = false;
};

using subjects = std::vector<events::subject_id>;

/// One NIK a line, `-` for standard input; a sentence if a line is none. Names lines, never NIKs.
tl::expected<subjects, std::string> read_niks(const std::string& path,
                                              const events::pseudonymiser& pseudonyms) {
  std::ifstream file;
  if (path != "-") file.open(path);
  std::istream& lines = path == "-" ? std::cin : file;
  if (!lines) return tl::unexpected("cannot read " + path);
  subjects people;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    if (const auto expected = events::nik_fault(line)) {
      return tl::unexpected("line " + std::to_string(number) + " of " + path + ": expected " +
                            std::string(*expected) + "; nobody was erased");
    }
    people.push_back(pseudonyms.subject(line));
  }
  if (lines.bad()) return tl::unexpected("cannot read " + path);
  if (people.empty()) return tl::unexpected(path + " is empty: expected one NIK a line");
  return people;
}

tl::expected<subjects, std::string> parse_subjects(const std::vector<std::string>& texts) {
  subjects people;
  for (const auto& text : texts) {
    auto& subject = people.emplace_back();
    if (!events::parse_hex(text, subject.bytes.data(), subject.bytes.size())) {
      return tl::unexpected(
          std::string{"--subject: expected the 32 hexadecimal digits of a pseudonym"});
    }
  }
  return people;
}

struct erased_people {
  subjects erased;
  subjects not_there;
};

std::string as_json(const erased_people& people) {
  std::string out{"{"};
  const auto list = [&out](std::string_view name, const subjects& of) {
    events::append_key(out, name);
    out.push_back('[');
    for (const auto& subject : of) {
      events::append_separator(out);
      events::append_json_string(out, events::to_hex(subject));
    }
    out.push_back(']');
  };
  list("erased", people.erased);
  list("not_in_vault", people.not_there);
  return out + "}\n";
}

std::string as_text(const erased_people& people) {
  std::string out;
  for (const auto& subject : people.erased)
    out += "erased        " + events::to_hex(subject) + '\n';
  for (const auto& subject : people.not_there) {
    out += "not in vault  " + events::to_hex(subject) + '\n';
  }
  return out;
}

int erase(const options& wanted, session& open) {
  const auto people = wanted.subjects.empty() ? read_niks(wanted.nik_file, *open.pseudonyms)
                                              : parse_subjects(wanted.subjects);
  if (!people) return complain(usage, people.error());
  erased_people outcome;
  storage::status erased;
  for (const auto& subject : *people) {
    const auto was_there = storage::erase_person(*open.store, subject);
    if (!was_there) {
      erased = tl::unexpected(was_there.error());
      break;
    }
    (*was_there ? outcome.erased : outcome.not_there).push_back(subject);
  }
  // Also where it went wrong on the way: the receipt of those who are gone.
  std::cout << (wanted.json ? as_json(outcome) : as_text(outcome));
  std::cout.flush();
  if (!erased) return complain(erased.error());
  if (!std::cout) return complain(failed, "cannot write to standard output");
  if (!outcome.erased.empty()) {
    std::cerr << "Keep the pseudonyms above: a backup that is put back holds these people again,\n"
                 "until they are erased once more with --subject.\n";
  }
  return done;
}

int run(const options& wanted) {
  return with_session(wanted, if_missing::refuse,
                      [&](session& open) { return erase(wanted, open); });
}

}  // namespace

subcommand add_erase(CLI::App& program) {
  auto* app =
      program.add_subcommand("erase",
                             "Erase the personal data of people who ask for it: NIK, name, phone "
                             "and email. Their bookings\n"
                             "stay in the log under a pseudonym that leads to nobody any more.");
  auto wanted = std::make_shared<options>();
  auto* from = app->add_option_group("who", "Who is erased");
  from->add_option("--nik-file", wanted->nik_file,
                   "File with one NIK a line, or - for standard input; delete it afterwards")
      ->type_name("FILE");
  from->add_option("--subject", wanted->subjects,
                   "Pseudonym, as this command prints and `show --json` has it; may be given again")
      ->type_name("HEX");
  from->require_option(1);
  app->add_flag("--json", wanted->json, "Print one JSON object");
  add_store_option(*app, *wanted);
  add_config_option(*app, *wanted);
  app->footer(
      "When it has ended no file of the store holds the data any more. Input files, dead letters "
      "and\n"
      "backups are not the store: see docs/operations.md. A live booking stays valid, and the "
      "person\n"
      "can still be checked in by their NIK. A later booking puts their data into the vault "
      "again.\n\n"
      "Exit codes: 0 done, also where there was nothing to erase   1 failed   2 wrong usage or\n"
      "            a line that is no NIK; then nobody was erased   4 another process uses the "
      "store\n\n"
      "Example:    antrian erase --nik-file requests.txt");
  return {app, [wanted] { return run(*wanted); }};
}

}  // namespace antrian::cli
