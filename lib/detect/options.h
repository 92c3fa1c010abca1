// What the user may tell the analysis.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace burler::detect {

struct Options {
  std::string root;                        ///< reports name files relative to it; absolute
  std::vector<std::string> shared_classes; ///< qualified names: their public methods may run in parallel
  std::vector<std::string> disabled_votes; ///< names of votes that are not asked
  bool library_roots = true;               ///< public methods of lock-owning classes may run in parallel
  std::function<void(const char* name)>
      stage; ///< told each stage of the analysis before it runs, for profiles
};

} // namespace burler::detect
