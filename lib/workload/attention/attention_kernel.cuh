// Tiled attention, forward: online softmax (Milakov and Gimelshein 2018; Dao et al., FlashAttention, 2022) on
// CUDA cores, float32.
//
// A block takes one head and query_tile rows; a warp takes rows_per_warp of them. Keys and values pass
// through shared memory in tiles of 32: a lane scores one key, then owns head_dim / 32 columns of the output.
#pragma once

#include <cuda_runtime.h>
#include <math.h>

namespace burler::workload {

constexpr int warp_size = 32;
constexpr int warps_per_block = 4;
constexpr int rows_per_warp = 4;
constexpr int query_tile = warps_per_block * rows_per_warp;
constexpr int key_tile = warp_size;
constexpr int block_threads = warps_per_block * warp_size;
constexpr unsigned full_warp = 0xffffffffu;

/// All pointers to device memory. Layouts as in AttentionProblem.
struct AttentionArguments {
  const float *query, *key, *value;
  float *out, *log_sum_exp;
  int* masked_rows; ///< incremented by the number of rows that see no key
  int queries, keys, causal;
};

/// Rows of the key tile are one float longer than head_dim, so that the lanes of a warp, which read one
/// column of 32 rows, hit 32 different banks.
template <int HeadDim> struct SharedTiles {
  static constexpr int key_stride = HeadDim + 1;
  static constexpr int query_floats = query_tile * HeadDim;
  static constexpr int key_floats = key_tile * key_stride;
  static constexpr int value_floats = key_tile * HeadDim;
  static constexpr int weight_floats = warps_per_block * warp_size;
  static constexpr int bytes =
      (query_floats + key_floats + value_floats + weight_floats) * static_cast<int>(sizeof(float));

  float *query, *key, *value, *weights;

  __device__ explicit SharedTiles(float* memory)
      : query(memory), key(query + query_floats), value(key + key_floats), weights(value + value_floats) {}
};

__device__ inline float warp_max(float value) {
  for (int offset = warp_size / 2; offset > 0; offset /= 2)
    value = fmaxf(value, __shfl_xor_sync(full_warp, value, offset));
  return value;
}

__device__ inline float warp_sum(float value) {
  for (int offset = warp_size / 2; offset > 0; offset /= 2)
    value += __shfl_xor_sync(full_warp, value, offset);
  return value;
}

/// Copies `rows` rows from global memory, first one `first`; rows at or past `limit` become 0.
template <int HeadDim>
__device__ void load_rows(float* tile, int stride, const float* source, int first, int rows, int limit) {
  for (int i = static_cast<int>(threadIdx.x); i < rows * HeadDim; i += block_threads) {
    const int row = i / HeadDim, column = i % HeadDim;
    tile[row * stride + column] = first + row < limit ? source[(first + row) * HeadDim + column] : 0.0f;
  }
}

/// One query row's running softmax. A lane holds the output columns lane, lane + 32, ...
template <int HeadDim> struct RowState {
  float largest = -INFINITY;
  float sum = 0;
  float out[HeadDim / warp_size] = {};
};

/// Folds one tile of keys into a row. `visible` counts the keys of this tile that the row sees.
template <int HeadDim>
__device__ void fold_tile(RowState<HeadDim>& row, const SharedTiles<HeadDim>& tiles, int tile_row,
                          int visible) {
  const int lane = static_cast<int>(threadIdx.x) % warp_size;
  float* weights = tiles.weights + static_cast<int>(threadIdx.x) / warp_size * warp_size;
  float score = -INFINITY;
  if (lane < visible) {
    float dot = 0;
    for (int j = 0; j < HeadDim; ++j)
      dot += tiles.query[tile_row * HeadDim + j] * tiles.key[lane * SharedTiles<HeadDim>::key_stride + j];
    score = dot * rsqrtf(static_cast<float>(HeadDim));
  }
  const float largest = fmaxf(row.largest, warp_max(score));
  const float weight = lane < visible ? expf(score - largest) : 0.0f;
  const float shrink = expf(row.largest - largest);
  row.sum = row.sum * shrink + warp_sum(weight);
  row.largest = largest;
  weights[lane] = weight;
  __syncwarp();
  for (int c = 0; c < HeadDim / warp_size; ++c) {
    float sum = row.out[c] * shrink;
    for (int t = 0; t < key_tile; ++t)
      sum += weights[t] * tiles.value[t * HeadDim + c * warp_size + lane];
    row.out[c] = sum;
  }
  __syncwarp(); // the next row's weights go to the same place
}

/// Writes one finished row. Returns whether it saw no key.
template <int HeadDim>
__device__ bool store_row(const RowState<HeadDim>& row, const AttentionArguments& a, int head, int query) {
  const int lane = static_cast<int>(threadIdx.x) % warp_size;
  const bool masked = row.sum == 0.0f;
  const int index = head * a.queries + query;
  for (int c = 0; c < HeadDim / warp_size; ++c)
    a.out[index * HeadDim + c * warp_size + lane] = masked ? 0.0f : row.out[c] / row.sum;
  if (lane == 0) a.log_sum_exp[index] = masked ? -INFINITY : row.largest + logf(row.sum);
  return masked;
}

/// Grid: (query tiles, heads); block: block_threads; dynamic shared memory: SharedTiles<HeadDim>::bytes.
template <int HeadDim> __global__ void attention_forward(AttentionArguments a) {
  extern __shared__ float shared_memory[];
  __shared__ int masked_in_block;
  const SharedTiles<HeadDim> tiles(shared_memory);
  const int head = static_cast<int>(blockIdx.y), first_query = static_cast<int>(blockIdx.x) * query_tile;
  const int warp = static_cast<int>(threadIdx.x) / warp_size,
            lane = static_cast<int>(threadIdx.x) % warp_size;
  const int offset = a.causal ? a.keys - a.queries + 1 : a.keys; // keys that query 0 sees
  const int per_query = a.causal ? 1 : 0;                        // further keys that each next query sees
  const int first_row = warp * rows_per_warp;

  if (threadIdx.x == 0) masked_in_block = 0;
  load_rows<HeadDim>(tiles.query, HeadDim, a.query + head * a.queries * HeadDim, first_query, query_tile,
                     a.queries);
  __syncthreads(); // a block that sees no key passes no other barrier before it counts its masked rows

  RowState<HeadDim> rows[rows_per_warp];
  const int block_visible = min(a.keys, offset + (first_query + query_tile - 1) * per_query);
  for (int first_key = 0; first_key < block_visible; first_key += key_tile) {
    const float *key = a.key + head * a.keys * HeadDim, *value = a.value + head * a.keys * HeadDim;
    load_rows<HeadDim>(tiles.key, SharedTiles<HeadDim>::key_stride, key, first_key, key_tile, a.keys);
    load_rows<HeadDim>(tiles.value, HeadDim, value, first_key, key_tile, a.keys);
    __syncthreads(); // the tile is complete
    for (int r = 0; r < rows_per_warp; ++r) {
      const int query = first_query + first_row + r;
      const int visible = min(a.keys, offset + query * per_query) - first_key;
      if (visible > 0) fold_tile(rows[r], tiles, first_row + r, min(visible, key_tile));
    }
    __syncthreads(); // nobody reads the tile any more
  }

  for (int r = 0; r < rows_per_warp; ++r) {
    const int query = first_query + first_row + r;
    if (query >= a.queries) continue;
    const bool masked = store_row<HeadDim>(rows[r], a, head, query);
    if (masked && lane == 0) atomicAdd(&masked_in_block, 1);
  }
  __syncthreads(); // the count is complete
  if (threadIdx.x == 0) atomicAdd(a.masked_rows, masked_in_block);
}

} // namespace burler::workload
