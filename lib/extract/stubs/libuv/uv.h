/* Stand-in for libuv, after its API documentation. */
#ifndef BURLER_STUB_UV
#define BURLER_STUB_UV
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#ifdef __cplusplus
extern "C" {
#endif
#define UV_VERSION_MAJOR 1
#define UV_VERSION_MINOR 44
enum { UV_EOF = -4095, UV_ECANCELED = -125, UV_ENOBUFS = -105, UV_EADDRINUSE = -98, UV_UNKNOWN = -4094 };
enum { UV_TCP_IPV6ONLY = 1 };
#define UV_MAXHOSTNAMESIZE 65
typedef enum { UV_RUN_DEFAULT, UV_RUN_ONCE, UV_RUN_NOWAIT } uv_run_mode;
typedef int uv_file;
typedef struct uv_loop_s {
  void* data;
} uv_loop_t;
#define BURLER_STUB_UV_HANDLE                                                                                \
  void* data;                                                                                                \
  uv_loop_t* loop;
typedef struct uv_handle_s {
  BURLER_STUB_UV_HANDLE
} uv_handle_t;
typedef struct uv_stream_s {
  BURLER_STUB_UV_HANDLE
  size_t write_queue_size;
} uv_stream_t;
typedef struct uv_tcp_s {
  BURLER_STUB_UV_HANDLE
  size_t write_queue_size;
} uv_tcp_t;
typedef struct uv_timer_s {
  BURLER_STUB_UV_HANDLE
} uv_timer_t;
typedef struct uv_async_s {
  BURLER_STUB_UV_HANDLE
} uv_async_t;
typedef struct uv_req_s {
  void* data;
} uv_req_t;
typedef struct uv_connect_s {
  void* data;
  uv_stream_t* handle;
} uv_connect_t;
typedef struct uv_write_s {
  void* data;
  uv_stream_t* handle;
} uv_write_t;
typedef struct uv_shutdown_s {
  void* data;
  uv_stream_t* handle;
} uv_shutdown_t;
typedef struct uv_work_s {
  void* data;
  uv_loop_t* loop;
} uv_work_t;
typedef struct uv_buf_t {
  char* base;
  size_t len;
} uv_buf_t;
typedef struct uv_interface_address_s {
  char* name;
  char phys_addr[6];
  int is_internal;
  union {
    struct sockaddr_in address4;
    struct sockaddr_in6 address6;
  } address;
} uv_interface_address_t;
typedef void (*uv_close_cb)(uv_handle_t* handle);
typedef void (*uv_async_cb)(uv_async_t* handle);
typedef void (*uv_timer_cb)(uv_timer_t* handle);
typedef void (*uv_connect_cb)(uv_connect_t* request, int status);
typedef void (*uv_connection_cb)(uv_stream_t* server, int status);
typedef void (*uv_write_cb)(uv_write_t* request, int status);
typedef void (*uv_shutdown_cb)(uv_shutdown_t* request, int status);
typedef void (*uv_alloc_cb)(uv_handle_t* handle, size_t size, uv_buf_t* buffer);
typedef void (*uv_read_cb)(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer);
typedef void (*uv_walk_cb)(uv_handle_t* handle, void* data);
typedef void (*uv_work_cb)(uv_work_t* request);
typedef void (*uv_after_work_cb)(uv_work_t* request, int status);
const char* uv_strerror(int code);
const char* uv_err_name(int code);
int uv_loop_init(uv_loop_t* loop);
int uv_loop_close(uv_loop_t* loop);
uv_loop_t* uv_default_loop(void);
int uv_run(uv_loop_t* loop, uv_run_mode mode);
void uv_stop(uv_loop_t* loop);
void uv_walk(uv_loop_t* loop, uv_walk_cb callback, void* data);
void uv_close(uv_handle_t* handle, uv_close_cb callback);
int uv_is_closing(const uv_handle_t* handle);
int uv_is_active(const uv_handle_t* handle);
int uv_async_init(uv_loop_t* loop, uv_async_t* handle, uv_async_cb callback);
int uv_async_send(uv_async_t* handle);
int uv_timer_init(uv_loop_t* loop, uv_timer_t* handle);
int uv_timer_start(uv_timer_t* handle, uv_timer_cb callback, uint64_t timeout, uint64_t repeat);
int uv_timer_stop(uv_timer_t* handle);
int uv_tcp_init(uv_loop_t* loop, uv_tcp_t* handle);
int uv_tcp_bind(uv_tcp_t* handle, const struct sockaddr* address, unsigned int flags);
int uv_tcp_nodelay(uv_tcp_t* handle, int enable);
int uv_tcp_connect(uv_connect_t* request, uv_tcp_t* handle, const struct sockaddr* address,
                   uv_connect_cb callback);
int uv_tcp_getsockname(const uv_tcp_t* handle, struct sockaddr* name, int* length);
int uv_tcp_getpeername(const uv_tcp_t* handle, struct sockaddr* name, int* length);
int uv_listen(uv_stream_t* stream, int backlog, uv_connection_cb callback);
int uv_accept(uv_stream_t* server, uv_stream_t* client);
int uv_read_start(uv_stream_t* stream, uv_alloc_cb allocate, uv_read_cb callback);
int uv_read_stop(uv_stream_t* stream);
int uv_write(uv_write_t* request, uv_stream_t* handle, const uv_buf_t* buffers, unsigned int count,
             uv_write_cb callback);
int uv_shutdown(uv_shutdown_t* request, uv_stream_t* handle, uv_shutdown_cb callback);
int uv_queue_work(uv_loop_t* loop, uv_work_t* request, uv_work_cb work, uv_after_work_cb after);
uv_buf_t uv_buf_init(char* base, unsigned int length);
int uv_ip4_name(const struct sockaddr_in* address, char* text, size_t size);
int uv_ip6_name(const struct sockaddr_in6* address, char* text, size_t size);
int uv_ip4_addr(const char* ip, int port, struct sockaddr_in* address);
int uv_ip6_addr(const char* ip, int port, struct sockaddr_in6* address);
int uv_interface_addresses(uv_interface_address_t** list, int* count);
void uv_free_interface_addresses(uv_interface_address_t* list, int count);
int uv_os_gethostname(char* buffer, size_t* size);
uint64_t uv_now(const uv_loop_t* loop);
#ifdef __cplusplus
}
#endif
#endif
