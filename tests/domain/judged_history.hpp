// Random histories with a judge: plays one and folds into a ledger all that came of it.
#pragma once

#include <vector>

#include "tests/domain/ledger.hpp"
#include "tests/domain/random_commands.hpp"

namespace antrian::tests {

/// Plays a history and folds what is logged; `each(command, caused)` is called after each command.
template <class Each>
ledger judged(nation& country, const std::vector<step>& history, const Each& each) {
  ledger judge;
  std::size_t folded = 0;
  player p(country);
  p.open_days();
  for (const step& s : history) {
    const auto [command, caused] = p.play(s);
    for (; folded < country.log().size(); ++folded) judge.fold(country.log()[folded]);
    judge.end_of_command();
    each(command, caused);
  }
  return judge;
}

inline ledger judged(nation& country, const std::vector<step>& history) {
  return judged(country, history, [](const auto&, const auto&) {});
}

}  // namespace antrian::tests
