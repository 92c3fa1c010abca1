/* Files, pipes and sockets between threads: read and write, select, ppoll, sendmsg and recvmsg; children;
   locks of files, which are not controlled. Twin: 1 an unguarded counter. */
#include <assert.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static int twin, pipe_ends[2], sockets[2], published, unguarded;

static void* work(void* unused) {
  (void)unused;
  published = 4;
  if (twin == 1) ++unguarded;
  char bytes[2] = {'a', 'b'};
  struct iovec parts[2] = {{bytes, 1}, {bytes + 1, 1}};
  assert(writev(pipe_ends[1], parts, 2) == 2);
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  assert(sendmsg(sockets[1], &message, 0) == 2);
  char answer = 0;
  fcntl(sockets[1], F_SETFL, O_NONBLOCK);
  assert(recv(sockets[1], &answer, 0, 0) <= 0);
  struct pollfd ready = {sockets[1], POLLIN, 0};
  assert(ppoll(&ready, 1, NULL, NULL) == 1);
  assert(recvfrom(sockets[1], &answer, 1, 0, NULL, NULL) == 1 && answer == 'c');
  struct timeval moment = {0, 1000};
  assert(select(0, NULL, NULL, NULL, &moment) == 0);
  const int file = open("/proc/self/exe", O_RDONLY);
  assert(flock(file, LOCK_SH) == 0);
  close(file);
  return NULL;
}

int main(int count, char** words) {
  twin = count > 1 ? atoi(words[1]) : 0;
  assert(pipe(pipe_ends) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  if (twin == 1) ++unguarded;
  const pid_t child = fork();
  if (child == 0) _exit(3);
  siginfo_t end;
  assert(waitid(P_PID, (id_t)child, &end, WEXITED) == 0 && end.si_status == 3);
  fd_set in;
  FD_ZERO(&in);
  FD_SET(pipe_ends[0], &in);
  assert(select(pipe_ends[0] + 1, &in, NULL, NULL, NULL) == 1);
  char bytes[2] = {0, 0};
  assert(read(pipe_ends[0], bytes, 2) == 2 && bytes[1] == 'b');
  assert(published == 4);
  struct iovec whole = {bytes, 2};
  struct msghdr message = {.msg_iov = &whole, .msg_iovlen = 1};
  assert(recvmsg(sockets[0], &message, MSG_WAITALL) == 2);
  assert(send(sockets[0], "c", 1, 0) == 1);
  pthread_join(thread, NULL);
  assert(published == 4);
  return 0;
}
