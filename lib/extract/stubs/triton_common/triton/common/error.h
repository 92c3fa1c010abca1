// Stand-in for the error value of Triton's common library.
#ifndef BURLER_STUB_TRITON_ERROR
#define BURLER_STUB_TRITON_ERROR
#include <string>
namespace triton {
namespace common {
class Error {
public:
  enum class Code : unsigned char {
    SUCCESS,
    UNKNOWN,
    INTERNAL,
    NOT_FOUND,
    INVALID_ARG,
    UNAVAILABLE,
    UNSUPPORTED,
    ALREADY_EXISTS,
    CANCELLED
  };
  explicit Error(Code code = Code::SUCCESS);
  Error(Code code, const std::string& text);
  Code ErrorCode() const;
  const std::string& Message() const;
  bool IsOk() const;
  std::string AsString() const;
  static const char* CodeString(Code code);
  static const Error Success;

protected:
  Code code_;
  std::string msg_;
};
} // namespace common
} // namespace triton
#endif
