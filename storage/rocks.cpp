#include "storage/rocks.hpp"

namespace antrian::storage {

tl::unexpected<error> fail(const rocksdb::Status& outcome, std::string_view doing) {
  const errc code = outcome.IsCorruption() ? errc::damaged : errc::io;
  std::string detail(doing);
  detail += ": ";
  detail += outcome.ToString();
  if (outcome.IsNoSpace()) detail += "; make room and run the same command again";
  return fail(code, std::move(detail));
}

}  // namespace antrian::storage
