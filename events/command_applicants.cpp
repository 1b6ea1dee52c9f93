#include <algorithm>

#include "events/assert.hpp"
#include "events/command_bodies.hpp"
#include "events/command_lists.hpp"
#include "events/command_rules.hpp"

namespace antrian::events {
namespace {

constexpr list_rule applicants_rule{1, applicants_max, "a list of 1 to 5 applicants"};
constexpr object_rule applicant_rule{"an applicant: an object with nik and name"};

/// One applicant as given; the texts live in the JSON document, but for the normalised phone.
struct applicant_texts {
  std::string_view nik;
  std::string_view name;
  std::string phone;
  std::string_view email;
};

using nik_list = boost::container::static_vector<std::string_view, applicants_max>;

bool read_texts(const object_fields& in, const nik_list& before, applicant_texts& out) {
  if (!in.required(field::nik, out.nik, nik_rule{})) return false;
  if (std::find(before.begin(), before.end(), out.nik) != before.end()) {
    return in.fail(field::nik, "each NIK once in a command");
  }
  return in.required(field::name, out.name, person_name_rule) &&
         in.optional(field::phone, out.phone, phone_rule{}) &&
         in.optional(field::email, out.email, email_rule{});
}

applicant to_applicant(const applicant_texts& texts, body_context& context) {
  applicant one;
  one.subject = context.pseudonyms.subject(texts.nik);
  const std::size_t offset = context.personal.size();
  append_personal(context.personal, texts.nik, texts.name, texts.phone, texts.email);
  // The source bounds its batches far below this.
  ANTRIAN_ASSERT(context.personal.size() <= UINT32_MAX);
  one.personal_offset = static_cast<std::uint32_t>(offset);
  one.personal_size = static_cast<std::uint32_t>(context.personal.size() - offset);
  return one;
}

}  // namespace

bool read_applicants(const object_fields& in, body_context& context, applicant_list& out) {
  simdjson::dom::array list;
  if (!in.required(field::applicants, list, applicants_rule)) return false;
  nik_list niks;
  return for_each_element(list, in.path_of(field::applicants),
                          [&](const json_path& path, simdjson::dom::element element) {
                            simdjson::dom::object object;
                            if (!read_element(in.fault(), path, element, object, applicant_rule))
                              return false;
                            applicant_texts texts;
                            if (!read_texts(object_fields{object, path, in.fault()}, niks, texts))
                              return false;
                            niks.push_back(texts.nik);
                            out.push_back(to_applicant(texts, context));
                            return true;
                          });
}

bool read_subject(const object_fields& in, const pseudonymiser& pseudonyms, subject_id& out) {
  std::string_view nik;
  if (!in.required(field::nik, nik, nik_rule{})) return false;
  out = pseudonyms.subject(nik);
  return true;
}

}  // namespace antrian::events
