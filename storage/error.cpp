#include "storage/error.hpp"

#include "events/assert.hpp"

namespace antrian::storage {

std::string_view sentence_of(errc code) {
  switch (code) {
    case errc::in_use:
      return "another antrian process has this store open; one process at a time";
    case errc::newer_schema:
      return "the store was written by a newer antrian than this one";
    case errc::not_a_store:
      return "there is no antrian store in this folder";
    case errc::damaged:
      return "the store is damaged: its bytes are not what was written";
    case errc::io:
      return "the disk or the file system refused";
    case errc::not_permitted:
      return "the file system does not permit it";
    case errc::secret:
      return "the installation's secret is missing, unreadable, or not this store's";
  }
  ANTRIAN_ASSERT(false && "an errc without a sentence");
  return {};
}

std::string error::message() const {
  std::string text(sentence_of(code));
  if (!detail.empty()) {
    text += ": ";
    text += detail;
  }
  return text;
}

}  // namespace antrian::storage
