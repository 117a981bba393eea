package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Vectors of one length, laid out to be compared with another one all at once: {@value #WIDTH} papers form a block, in which the first
 * components of all of them lie together, then the second ones, and so on. So the loop over a block multiplies and adds many papers by one
 * instruction, and reads memory in order.
 *
 * <p>One thread at a time writes; others read without a lock. What a reader holds does not change: a block is replaced whole, but for an
 * addition, which goes where no reader looks yet.
 */
final class VectorTable {

    static final int WIDTH = 64;

    private final int dimension;
    private final Int2IntOpenHashMap places = new Int2IntOpenHashMap();
    private int size;
    private volatile Block[] blocks = {};

    VectorTable(int dimension) {
        this.dimension = dimension;
        places.defaultReturnValue(-1);
    }

    /** Papers of a block, and their vectors, component by component. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(int count, int[] ids, float[] components) {

        Block copy(int newCount) {
            return new Block(newCount, ids.clone(), components.clone());
        }
    }

    synchronized int size() {
        return size;
    }

    synchronized boolean contains(int id) {
        return places.containsKey(id);
    }

    /** The vector of a paper; empty where there is none. */
    synchronized float[] get(int id) {
        int place = places.get(id);
        if (place < 0) {
            return new float[0];
        }
        float[] vector = new float[dimension];
        float[] components = blocks[place / WIDTH].components;
        for (int c = 0; c < dimension; c++) {
            vector[c] = components[c * WIDTH + place % WIDTH];
        }
        return vector;
    }

    synchronized void put(int id, float[] vector) {
        int known = places.get(id);
        int place = known < 0 ? size : known;
        int of = place / WIDTH;
        Block[] now = of < blocks.length ? blocks.clone() : Arrays.copyOf(blocks, of + 1);
        Block block = now[of];
        if (block == null) {
            block = new Block(0, new int[WIDTH], new float[dimension * WIDTH]);
        }
        Block next = known < 0 ? new Block(block.count + 1, block.ids, block.components) : block.copy(block.count);
        write(next, place % WIDTH, id, vector);
        now[of] = next;
        blocks = now;
        if (known < 0) {
            places.put(id, place);
            size++;
        }
    }

    /** The last paper takes the place of the one that goes. */
    synchronized void remove(int id) {
        int place = places.remove(id);
        if (place < 0) {
            return;
        }
        int last = size - 1;
        Block[] now = blocks.clone();
        if (place != last) {
            int moved = now[last / WIDTH].ids[last % WIDTH];
            float[] vector = get(moved);
            now[place / WIDTH] = now[place / WIDTH].copy(now[place / WIDTH].count);
            write(now[place / WIDTH], place % WIDTH, moved, vector);
            places.put(moved, place);
        }
        // What is added next must not be written where a reader may still look.
        now[last / WIDTH] = now[last / WIDTH].copy(last % WIDTH);
        blocks = now;
        size = last;
    }

    private void write(Block block, int column, int id, float[] vector) {
        block.ids[column] = id;
        for (int c = 0; c < dimension; c++) {
            block.components[c * WIDTH + column] = vector[c];
        }
    }

    /** Offers all papers to {@code nearest}, each with the product of its vector and that one. */
    void compare(float[] to, Nearest nearest, IntPredicate eligible) {
        float[] sums = new float[WIDTH];
        for (Block block : blocks) {
            Arrays.fill(sums, 0);
            multiply(to, block.components, sums);
            for (int j = 0; j < block.count; j++) {
                if (nearest.wants(block.ids[j], sums[j]) && eligible.test(block.ids[j])) {
                    nearest.add(block.ids[j], sums[j]);
                }
            }
        }
    }

    /** Four components at a time, so that the sums are read and written a quarter as often. */
    private void multiply(float[] to, float[] components, float[] sums) {
        int c = 0;
        for (; c + 3 < dimension; c += 4) {
            float a0 = to[c];
            float a1 = to[c + 1];
            float a2 = to[c + 2];
            float a3 = to[c + 3];
            int at = c * WIDTH;
            for (int j = 0; j < WIDTH; j++) {
                sums[j] += a0 * components[at + j]
                        + a1 * components[at + WIDTH + j]
                        + a2 * components[at + 2 * WIDTH + j]
                        + a3 * components[at + 3 * WIDTH + j];
            }
        }
        for (; c < dimension; c++) {
            for (int j = 0; j < WIDTH; j++) {
                sums[j] += to[c] * components[c * WIDTH + j];
            }
        }
    }
}
