// What the program's exit codes mean; README and every --help say the same.
#pragma once

namespace antrian::cli {

enum exit_code : int {
  done = 0,
  failed = 1,          ///< could not do it: disk, damaged store, input that cannot be read
  usage = 2,           ///< wrong arguments or configuration
  found_problems = 3,  ///< did it, and what it looked at is not as it should be
  store_in_use = 4,    ///< another antrian process has the store open
  interrupted = 130,   ///< stopped by SIGINT or SIGTERM in good order; run again to go on
};

}  // namespace antrian::cli
