// Stand-in for the table printer of Triton's common library.
#ifndef BURLER_STUB_TRITON_TABLE_PRINTER
#define BURLER_STUB_TRITON_TABLE_PRINTER
#include <memory>
#include <sstream>
#include <string>
#include <vector>
namespace triton {
namespace common {
class TablePrinter {
public:
  explicit TablePrinter(const std::vector<std::string>& headers);
  void InsertRow(const std::vector<std::string>& row);
  std::string PrintTable();
};
} // namespace common
} // namespace triton
#endif
