#include "domain/room.hpp"

namespace antrian::domain {
namespace {

constexpr events::clock_time noon{12 * 60};

}  // namespace

bool wished(const events::slot_wish& wish, const slot& s) {
  switch (wish.which) {
    case events::slot_wish::kind::named:
      return s.start == wish.start;
    case events::slot_wish::kind::morning:
      return s.start < noon;
    case events::slot_wish::kind::afternoon:
      return s.start >= noon;
    case events::slot_wish::kind::any:
      return true;
  }
  return false;
}

}  // namespace antrian::domain
