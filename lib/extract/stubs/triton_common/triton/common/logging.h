// Stand-in for the logging of Triton's common library: streams that swallow what they are given.
#ifndef BURLER_STUB_TRITON_LOGGING
#define BURLER_STUB_TRITON_LOGGING
#include <sstream>
#include <string>
#define LOG_INFO_IS_ON false
#define LOG_WARNING_IS_ON false
#define LOG_ERROR_IS_ON false
#define LOG_VERBOSE_IS_ON(level) false
#define LOG_INFO ::std::ostringstream()
#define LOG_WARNING ::std::ostringstream()
#define LOG_ERROR ::std::ostringstream()
#define LOG_VERBOSE(level) ::std::ostringstream()
#define LOG_INFO_FL(file, line) ::std::ostringstream()
#define LOG_WARNING_FL(file, line) ::std::ostringstream()
#define LOG_ERROR_FL(file, line) ::std::ostringstream()
#define LOG_VERBOSE_FL(level, file, line) ::std::ostringstream()
#define LOG_STATUS_ERROR(status, text) (void)(status)
#define LOG_PROTOBUF_VERBOSE(level, text, message) (void)(message)
#define LOG_TABLE_VERBOSE(level, table) (void)(table)
#define LOG_TABLE_INFO(table) (void)(table)
#define LOG_FLUSH
#endif
