// Cooperative groups: thread blocks, tiles of a warp, coalesced groups and the grid. Larger tiles and
// clusters are absent.
#pragma once
#include "cuda_runtime.h"

namespace cooperative_groups {

class thread_block {
public:
  void sync(BURLER_AT) const { burler_syncthreads(0, 0, burler_file, burler_line); }
  unsigned thread_rank() const {
    return burler_thread_x() +
           burler_block_dim_x() * (burler_thread_y() + burler_block_dim_y() * burler_thread_z());
  }
  unsigned size() const { return burler_block_dim_x() * burler_block_dim_y() * burler_block_dim_z(); }
  unsigned num_threads() const { return size(); }
  dim3 group_index() const { return dim3(burler_block_x(), burler_block_y(), burler_block_z()); }
  dim3 thread_index() const { return dim3(burler_thread_x(), burler_thread_y(), burler_thread_z()); }
  dim3 group_dim() const { return dim3(burler_block_dim_x(), burler_block_dim_y(), burler_block_dim_z()); }
  dim3 dim_threads() const { return group_dim(); }
};
inline __attribute__((always_inline)) thread_block this_thread_block() { return thread_block(); }

class grid_group {
public:
  void sync(BURLER_AT) const { burler_grid_sync(burler_file, burler_line); }
  bool is_valid() const { return true; }
  unsigned long long num_blocks() const {
    return (unsigned long long)burler_grid_dim_x() * burler_grid_dim_y() * burler_grid_dim_z();
  }
  unsigned long long block_rank() const {
    return burler_block_x() +
           (unsigned long long)burler_grid_dim_x() *
               (burler_block_y() + (unsigned long long)burler_grid_dim_y() * burler_block_z());
  }
  unsigned long long size() const { return num_blocks() * this_thread_block().size(); }
  unsigned long long num_threads() const { return size(); }
  unsigned long long thread_rank() const {
    return block_rank() * this_thread_block().size() + this_thread_block().thread_rank();
  }
  dim3 group_dim() const { return dim3(burler_grid_dim_x(), burler_grid_dim_y(), burler_grid_dim_z()); }
};
inline __attribute__((always_inline)) grid_group this_grid() { return grid_group(); }

/// Any set of lanes of one warp; the operations name lanes by their rank in the set.
class coalesced_group {
public:
  explicit coalesced_group(unsigned mask) : mask_(mask) {}
  unsigned size() const { return (unsigned)__builtin_popcount(mask_); }
  unsigned num_threads() const { return size(); }
  unsigned thread_rank() const { return (unsigned)__builtin_popcount(mask_ & ((1u << burler_lane()) - 1u)); }
  void sync() const { __syncwarp(mask_); }
  template <class T> T shfl(T v, int rank) const { return burler_shuffle(mask_, v, lane_of(rank)); }
  template <class T> T shfl_down(T v, unsigned d) const {
    const unsigned r = thread_rank() + d;
    return burler_shuffle(mask_, v, lane_of(r < size() ? (int)r : (int)thread_rank()));
  }
  template <class T> T shfl_up(T v, unsigned d) const {
    const int r = (int)thread_rank() - (int)d;
    return burler_shuffle(mask_, v, lane_of(r >= 0 ? r : (int)thread_rank()));
  }
  template <class T> T shfl_xor(T v, unsigned x) const {
    const unsigned r = thread_rank() ^ x;
    return burler_shuffle(mask_, v, lane_of(r < size() ? (int)r : (int)thread_rank()));
  }
  int any(int p) const { return __any_sync(mask_, p); }
  int all(int p) const { return __all_sync(mask_, p); }
  unsigned ballot(int p) const { return pack(__ballot_sync(mask_, p)); }
  template <class T> unsigned match_any(T v) const { return pack(__match_any_sync(mask_, v)); }
  unsigned lanes() const { return mask_; }

protected:
  int lane_of(int rank) const {
    unsigned m = mask_;
    for (; rank > 0; rank--)
      m &= m - 1;
    return m == 0 ? (int)burler_lane() : __builtin_ctz(m);
  }
  unsigned pack(unsigned lanes) const {
    unsigned out = 0, rank = 0;
    for (unsigned i = 0; i < 32; i++)
      if (mask_ >> i & 1u) out |= (lanes >> i & 1u) << rank++;
    return out;
  }
  unsigned mask_;
};
inline __attribute__((always_inline)) coalesced_group coalesced_threads() {
  return coalesced_group(__activemask());
}

template <unsigned N, class Parent = void> class thread_block_tile : public coalesced_group {
  static_assert(N >= 1 && N <= 32 && (N & (N - 1)) == 0,
                "tiles larger than a warp are not supported on the host");

public:
  thread_block_tile() : coalesced_group(mask_of()) {}
  template <class P>
  thread_block_tile(const thread_block_tile<N, P>& other) : coalesced_group(other.lanes()) {}
  static constexpr unsigned size() { return N; }
  static constexpr unsigned num_threads() { return N; }
  unsigned thread_rank() const { return burler_lane() & (N - 1); }
  unsigned meta_group_rank() const { return this_thread_block().thread_rank() / N; }
  unsigned meta_group_size() const { return (this_thread_block().size() + N - 1) / N; }
  template <class T> T shfl(T v, int rank) const { return __shfl_sync(mask_, v, rank, N); }
  template <class T> T shfl_down(T v, unsigned d) const { return __shfl_down_sync(mask_, v, d, N); }
  template <class T> T shfl_up(T v, unsigned d) const { return __shfl_up_sync(mask_, v, d, N); }
  template <class T> T shfl_xor(T v, unsigned x) const { return __shfl_xor_sync(mask_, v, (int)x, N); }

private:
  static unsigned mask_of() {
    return N == 32 ? 0xffffffffu : ((1u << (N & 31)) - 1u) << (burler_lane() & ~(N - 1) & 31);
  }
};
template <unsigned N, class G>
inline __attribute__((always_inline)) thread_block_tile<N, G> tiled_partition(const G&) {
  return thread_block_tile<N, G>();
}
inline coalesced_group tiled_partition(const thread_block&, unsigned n) {
  return coalesced_group(n >= 32 ? 0xffffffffu : ((1u << n) - 1u) << (burler_lane() & ~(n - 1)));
}
inline coalesced_group binary_partition(const coalesced_group& g, bool p) {
  const unsigned yes = __ballot_sync(g.lanes(), p);
  return coalesced_group(p ? yes : g.lanes() & ~yes);
}
template <class G> inline __attribute__((always_inline)) void sync(const G& g, BURLER_AT) {
  if constexpr (std::is_base_of<coalesced_group, G>::value)
    g.sync();
  else
    g.sync(burler_file, burler_line);
}

template <class T> struct plus {
  T operator()(T a, T b) const { return a + b; }
};
template <class T> struct less {
  T operator()(T a, T b) const { return b < a ? b : a; }
};
template <class T> struct greater {
  T operator()(T a, T b) const { return a < b ? b : a; }
};
template <class T> struct bit_and {
  T operator()(T a, T b) const { return a & b; }
};
template <class T> struct bit_or {
  T operator()(T a, T b) const { return a | b; }
};
template <class T> struct bit_xor {
  T operator()(T a, T b) const { return a ^ b; }
};
template <class G, class T, class F> inline T reduce(const G& g, T v, F&& f) {
  return burler_reduce(g.lanes(), v, f);
}
template <class G, class T, class F> inline T inclusive_scan(const G& g, T v, F&& f) {
  for (unsigned d = 1; d < g.size(); d *= 2) {
    T other = g.shfl_up(v, d);
    if (g.thread_rank() >= d) v = f(other, v);
  }
  return v;
}
template <class G, class T> inline T inclusive_scan(const G& g, T v) {
  return inclusive_scan(g, v, plus<T>());
}
template <class G, class T> inline T exclusive_scan(const G& g, T v) {
  T s = inclusive_scan(g, v, plus<T>());
  return s - v;
}

} // namespace cooperative_groups
