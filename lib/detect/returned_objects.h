// What a pointer from an unseen function may point to besides an object of its own: any object of that class
// that the function can know, a variable with external linkage or a part of another such object.
#pragma once

#include "detect/instance.h"

#include <unordered_map>
#include <vector>

namespace burler::detect {

class ReturnedObjects {
public:
  explicit ReturnedObjects(Facts& facts);

  /// Appends copies of the access to a variable, one for every returned object that its path may be a part of
  /// or may contain. Linear in the path and in the nested classes of what is accessed.
  void add(const Instance& i, std::vector<Instance>& out) const;

private:
  void inside(const Instance& i, Symbol class_usr, int depth, std::vector<Instance>& out) const;
  void emit(const Instance& i, PathRoot object, std::size_t from, std::vector<Instance>& out) const;

  Facts& facts_;
  std::unordered_map<Symbol, Symbol> by_class_; ///< USR of the class -> of the returned object
};

} // namespace burler::detect
