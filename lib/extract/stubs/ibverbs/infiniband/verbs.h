/* Stand-in for libibverbs, after its manual pages. */
#ifndef BURLER_STUB_IBVERBS
#define BURLER_STUB_IBVERBS
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
union ibv_gid {
  uint8_t raw[16];
  struct {
    uint64_t subnet_prefix;
    uint64_t interface_id;
  } global;
};
enum ibv_mtu { IBV_MTU_256 = 1, IBV_MTU_512, IBV_MTU_1024, IBV_MTU_2048, IBV_MTU_4096 };
enum ibv_port_state { IBV_PORT_NOP, IBV_PORT_DOWN, IBV_PORT_INIT, IBV_PORT_ARMED, IBV_PORT_ACTIVE };
enum ibv_qp_type { IBV_QPT_RC = 2, IBV_QPT_UC, IBV_QPT_UD };
enum ibv_qp_state {
  IBV_QPS_RESET,
  IBV_QPS_INIT,
  IBV_QPS_RTR,
  IBV_QPS_RTS,
  IBV_QPS_SQD,
  IBV_QPS_SQE,
  IBV_QPS_ERR
};
enum ibv_access_flags {
  IBV_ACCESS_LOCAL_WRITE = 1,
  IBV_ACCESS_REMOTE_WRITE = 2,
  IBV_ACCESS_REMOTE_READ = 4,
  IBV_ACCESS_REMOTE_ATOMIC = 8
};
enum ibv_qp_attr_mask {
  IBV_QP_STATE = 1,
  IBV_QP_ACCESS_FLAGS = 8,
  IBV_QP_PKEY_INDEX = 16,
  IBV_QP_PORT = 32,
  IBV_QP_QKEY = 64,
  IBV_QP_AV = 128,
  IBV_QP_PATH_MTU = 256,
  IBV_QP_TIMEOUT = 512,
  IBV_QP_RETRY_CNT = 1024,
  IBV_QP_RNR_RETRY = 2048,
  IBV_QP_RQ_PSN = 4096,
  IBV_QP_MAX_QP_RD_ATOMIC = 8192,
  IBV_QP_MIN_RNR_TIMER = 32768,
  IBV_QP_SQ_PSN = 65536,
  IBV_QP_MAX_DEST_RD_ATOMIC = 131072,
  IBV_QP_DEST_QPN = 1048576
};
enum ibv_send_flags {
  IBV_SEND_FENCE = 1,
  IBV_SEND_SIGNALED = 2,
  IBV_SEND_SOLICITED = 4,
  IBV_SEND_INLINE = 8
};
enum ibv_wr_opcode {
  IBV_WR_RDMA_WRITE,
  IBV_WR_RDMA_WRITE_WITH_IMM,
  IBV_WR_SEND,
  IBV_WR_SEND_WITH_IMM,
  IBV_WR_RDMA_READ,
  IBV_WR_ATOMIC_CMP_AND_SWP,
  IBV_WR_ATOMIC_FETCH_AND_ADD
};
enum ibv_wc_status { IBV_WC_SUCCESS, IBV_WC_LOC_LEN_ERR, IBV_WC_WR_FLUSH_ERR = 5, IBV_WC_RETRY_EXC_ERR = 12 };
enum ibv_wc_opcode {
  IBV_WC_SEND,
  IBV_WC_RDMA_WRITE,
  IBV_WC_RDMA_READ,
  IBV_WC_COMP_SWAP,
  IBV_WC_FETCH_ADD,
  IBV_WC_RECV = 128,
  IBV_WC_RECV_RDMA_WITH_IMM
};
struct ibv_context {
  struct ibv_device* device;
  int cmd_fd;
  int async_fd;
  int num_comp_vectors;
};
struct ibv_device {
  char name[64];
};
struct ibv_device_attr {
  char fw_ver[64];
  uint64_t max_mr_size;
  int max_qp;
  int max_qp_wr;
  int max_sge;
  int max_cq;
  int max_cqe;
  int max_mr;
  uint8_t phys_port_cnt;
};
struct ibv_port_attr {
  enum ibv_port_state state;
  enum ibv_mtu max_mtu;
  enum ibv_mtu active_mtu;
  int gid_tbl_len;
  uint16_t lid;
  uint16_t sm_lid;
  uint8_t active_speed;
  uint8_t active_width;
  uint8_t link_layer;
};
struct ibv_pd {
  struct ibv_context* context;
  uint32_t handle;
};
struct ibv_mr {
  struct ibv_context* context;
  struct ibv_pd* pd;
  void* addr;
  size_t length;
  uint32_t handle;
  uint32_t lkey;
  uint32_t rkey;
};
struct ibv_comp_channel {
  struct ibv_context* context;
  int fd;
  int refcnt;
};
struct ibv_cq {
  struct ibv_context* context;
  struct ibv_comp_channel* channel;
  void* cq_context;
  int cqe;
};
struct ibv_srq;
struct ibv_ah;
struct ibv_qp {
  struct ibv_context* context;
  void* qp_context;
  struct ibv_pd* pd;
  struct ibv_cq* send_cq;
  struct ibv_cq* recv_cq;
  uint32_t handle;
  uint32_t qp_num;
  enum ibv_qp_state state;
  enum ibv_qp_type qp_type;
};
struct ibv_qp_cap {
  uint32_t max_send_wr;
  uint32_t max_recv_wr;
  uint32_t max_send_sge;
  uint32_t max_recv_sge;
  uint32_t max_inline_data;
};
struct ibv_qp_init_attr {
  void* qp_context;
  struct ibv_cq* send_cq;
  struct ibv_cq* recv_cq;
  struct ibv_srq* srq;
  struct ibv_qp_cap cap;
  enum ibv_qp_type qp_type;
  int sq_sig_all;
};
struct ibv_global_route {
  union ibv_gid dgid;
  uint32_t flow_label;
  uint8_t sgid_index;
  uint8_t hop_limit;
  uint8_t traffic_class;
};
struct ibv_ah_attr {
  struct ibv_global_route grh;
  uint16_t dlid;
  uint8_t sl;
  uint8_t src_path_bits;
  uint8_t static_rate;
  uint8_t is_global;
  uint8_t port_num;
};
struct ibv_qp_attr {
  enum ibv_qp_state qp_state;
  enum ibv_qp_state cur_qp_state;
  enum ibv_mtu path_mtu;
  uint32_t qkey;
  uint32_t rq_psn;
  uint32_t sq_psn;
  uint32_t dest_qp_num;
  int qp_access_flags;
  struct ibv_qp_cap cap;
  struct ibv_ah_attr ah_attr;
  uint16_t pkey_index;
  uint8_t max_rd_atomic;
  uint8_t max_dest_rd_atomic;
  uint8_t min_rnr_timer;
  uint8_t port_num;
  uint8_t timeout;
  uint8_t retry_cnt;
  uint8_t rnr_retry;
};
struct ibv_sge {
  uint64_t addr;
  uint32_t length;
  uint32_t lkey;
};
struct ibv_send_wr {
  uint64_t wr_id;
  struct ibv_send_wr* next;
  struct ibv_sge* sg_list;
  int num_sge;
  enum ibv_wr_opcode opcode;
  int send_flags;
  uint32_t imm_data;
  union {
    struct {
      uint64_t remote_addr;
      uint32_t rkey;
    } rdma;
    struct {
      uint64_t remote_addr;
      uint64_t compare_add;
      uint64_t swap;
      uint32_t rkey;
    } atomic;
    struct {
      struct ibv_ah* ah;
      uint32_t remote_qpn;
      uint32_t remote_qkey;
    } ud;
  } wr;
};
struct ibv_recv_wr {
  uint64_t wr_id;
  struct ibv_recv_wr* next;
  struct ibv_sge* sg_list;
  int num_sge;
};
struct ibv_wc {
  uint64_t wr_id;
  enum ibv_wc_status status;
  enum ibv_wc_opcode opcode;
  uint32_t vendor_err;
  uint32_t byte_len;
  uint32_t imm_data;
  uint32_t qp_num;
  uint32_t src_qp;
  int wc_flags;
};
struct ibv_device** ibv_get_device_list(int* count);
void ibv_free_device_list(struct ibv_device** list);
const char* ibv_get_device_name(struct ibv_device* device);
struct ibv_context* ibv_open_device(struct ibv_device* device);
int ibv_close_device(struct ibv_context* context);
int ibv_query_device(struct ibv_context* context, struct ibv_device_attr* attributes);
int ibv_query_port(struct ibv_context* context, uint8_t port, struct ibv_port_attr* attributes);
int ibv_query_gid(struct ibv_context* context, uint8_t port, int index, union ibv_gid* gid);
struct ibv_pd* ibv_alloc_pd(struct ibv_context* context);
int ibv_dealloc_pd(struct ibv_pd* pd);
struct ibv_mr* ibv_reg_mr(struct ibv_pd* pd, void* address, size_t length, int access);
int ibv_dereg_mr(struct ibv_mr* mr);
struct ibv_comp_channel* ibv_create_comp_channel(struct ibv_context* context);
int ibv_destroy_comp_channel(struct ibv_comp_channel* channel);
struct ibv_cq* ibv_create_cq(struct ibv_context* context, int entries, void* data,
                             struct ibv_comp_channel* channel, int vector);
int ibv_destroy_cq(struct ibv_cq* cq);
int ibv_poll_cq(struct ibv_cq* cq, int count, struct ibv_wc* wc);
int ibv_req_notify_cq(struct ibv_cq* cq, int solicited);
int ibv_get_cq_event(struct ibv_comp_channel* channel, struct ibv_cq** cq, void** data);
void ibv_ack_cq_events(struct ibv_cq* cq, unsigned int count);
struct ibv_qp* ibv_create_qp(struct ibv_pd* pd, struct ibv_qp_init_attr* attributes);
int ibv_modify_qp(struct ibv_qp* qp, struct ibv_qp_attr* attributes, int mask);
int ibv_query_qp(struct ibv_qp* qp, struct ibv_qp_attr* attributes, int mask,
                 struct ibv_qp_init_attr* initial);
int ibv_destroy_qp(struct ibv_qp* qp);
int ibv_post_send(struct ibv_qp* qp, struct ibv_send_wr* wr, struct ibv_send_wr** bad);
int ibv_post_recv(struct ibv_qp* qp, struct ibv_recv_wr* wr, struct ibv_recv_wr** bad);
const char* ibv_wc_status_str(enum ibv_wc_status status);
int ibv_fork_init(void);
#ifdef __cplusplus
}
#endif
#endif
