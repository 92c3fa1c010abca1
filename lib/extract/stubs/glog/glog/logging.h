// Stand-in for glog: streams that swallow what they are given. CHECK and LOG(FATAL) do not return.
#ifndef BURLER_STUB_GLOG
#define BURLER_STUB_GLOG
#include <ostream>
#include <sstream>
#include <string>
namespace google {
struct NullStream : std::ostringstream {};
struct FatalStream : std::ostringstream {
  [[noreturn]] ~FatalStream();
};
enum LogSeverity { GLOG_INFO, GLOG_WARNING, GLOG_ERROR, GLOG_FATAL };
void InitGoogleLogging(const char* program);
void InstallFailureSignalHandler();
void ShutdownGoogleLogging();
void FlushLogFiles(LogSeverity severity);
class LogSink {
public:
  virtual ~LogSink();
};
} // namespace google
#define BURLER_STUB_LOG_INFO ::google::NullStream()
#define BURLER_STUB_LOG_WARNING ::google::NullStream()
#define BURLER_STUB_LOG_ERROR ::google::NullStream()
#define BURLER_STUB_LOG_DFATAL ::google::NullStream()
#define BURLER_STUB_LOG_FATAL ::google::FatalStream()
#define LOG(severity) BURLER_STUB_LOG_##severity
#define PLOG(severity) BURLER_STUB_LOG_##severity
#define DLOG(severity) BURLER_STUB_LOG_##severity
#define VLOG(level) ::google::NullStream()
#define DVLOG(level) ::google::NullStream()
#define VLOG_IS_ON(level) false
#define LOG_IF(severity, condition)                                                                          \
  if (!(condition))                                                                                          \
    ;                                                                                                        \
  else                                                                                                       \
    LOG(severity)
#define LOG_FIRST_N(severity, n) LOG(severity)
#define LOG_EVERY_N(severity, n) LOG(severity)
#define LOG_EVERY_T(severity, seconds) LOG(severity)
#define CHECK(condition)                                                                                     \
  if (condition)                                                                                             \
    ;                                                                                                        \
  else                                                                                                       \
    ::google::FatalStream()
#define CHECK_EQ(a, b) CHECK((a) == (b))
#define CHECK_NE(a, b) CHECK((a) != (b))
#define CHECK_LT(a, b) CHECK((a) < (b))
#define CHECK_LE(a, b) CHECK((a) <= (b))
#define CHECK_GT(a, b) CHECK((a) > (b))
#define CHECK_GE(a, b) CHECK((a) >= (b))
#define CHECK_NOTNULL(pointer) (pointer)
#define PCHECK(condition) CHECK(condition)
#define DCHECK(condition) CHECK(condition)
#define DCHECK_EQ(a, b) CHECK_EQ(a, b)
#define DCHECK_NE(a, b) CHECK_NE(a, b)
#define DCHECK_LT(a, b) CHECK_LT(a, b)
#define DCHECK_LE(a, b) CHECK_LE(a, b)
#define DCHECK_GT(a, b) CHECK_GT(a, b)
#define DCHECK_GE(a, b) CHECK_GE(a, b)
#endif
