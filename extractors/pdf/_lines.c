/* A page's characters to its lines: what runs.py and spacing.py do with arrays, character by character.

   Only for what is measured exactly: where a page was read by OCR, or a box is no number, None tells to take the other way. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { HALF = 1, NO_START = 2, NO_END = 4 }; /* kinds of characters, as spacing.KINDS has them */
enum { SPACE = 32, WIDE_SPACE = 0x3000, LAST_ROWS = 4, MOST_GROUPS = 1 << 20 };
#define NOWHERE 0xFFFF

/* In the order of laid.MEASURES. */
typedef struct { double break_gap, drift, word_gap, wide_gap, in_word, far, max_latin; } Measures;

/* What is handed in, in the order of laid.columns. */
enum { CODES, X0, TOP, X1, BOTTOM, STYLE, INK, SURE, GROUPS, SIZES, KINDS, MEASURES, COLUMNS };
static const size_t WIDTHS[COLUMNS] = {8, 8, 8, 8, 8, 8, 1, 8, 8, 8, 1, sizeof(Measures)};

typedef struct {
    Py_buffer views[COLUMNS];
    const int64_t *codes, *style, *groups;
    const double *x0, *top, *x1, *bottom, *sure, *sizes;
    const unsigned char *ink, *kinds;
    Measures measures;
    Py_ssize_t count, last_kind, styles;
    int64_t last_group;
} Page;

/* Characters of ink of one style in a run, and the number of the next such tally. */
typedef struct { int64_t style, count; Py_ssize_t next; } Tally;

/* Characters that follow one another, and the number of the run whose characters go on behind them. Boxes are of the ink. */
typedef struct {
    Py_ssize_t start, end, next, last; /* places in `order`; of the run's later parts, the next and the last */
    Py_ssize_t tally;
    int64_t weight, group;
    double x0, top, x1, bottom, baseline, size;
} Run;

/* What a run is sorted by; the place where it stood decides where the rest is alike. */
typedef struct { double first, second; Py_ssize_t place, run; } Key;

typedef struct {
    Py_ssize_t *order; /* the characters, group by group */
    Run *runs;
    Tally *tallies;
    Key *keys;
    Py_ssize_t *heads;   /* of rows: the run each begins with */
    Py_ssize_t *lines;   /* numbers of runs, those joined to others left out */
    Py_ssize_t *places;  /* the lines' characters */
    Py_ssize_t *lengths; /* of the lines, in characters */
    double *gaps;
    Py_ssize_t run_count, tally_count, line_count, place_count;
} Work;

static double least(double a, double b) { return b < a ? b : a; }
static double most(double a, double b) { return b > a ? b : a; }
static double size_at(const Page *page, Py_ssize_t glyph) { return page->sizes[page->style[glyph]]; }

/* what is handed in -------------------------------------------------------------------------- */

static void let_go(Page *page)
{
    for (int i = 0; i < COLUMNS; i++)
        if (page->views[i].obj)
            PyBuffer_Release(&page->views[i]);
}

/* Takes the columns; 0 with an exception set where they are none. */
static int taken(Page *page, PyObject *columns)
{
    memset(page, 0, sizeof *page);
    if (PySequence_Size(columns) != COLUMNS)
        return PyErr_Occurred() ? 0 : PyErr_Format(PyExc_ValueError, "%d columns are wanted", COLUMNS) != NULL;
    for (int i = 0; i < COLUMNS; i++) {
        PyObject *column = PySequence_GetItem(columns, i);
        int got = column && PyObject_GetBuffer(column, &page->views[i], PyBUF_SIMPLE) == 0;
        Py_XDECREF(column);
        if (!got)
            return 0;
        if (page->views[i].len % (Py_ssize_t)WIDTHS[i] || (i <= GROUPS && page->views[i].len / (Py_ssize_t)WIDTHS[i] != page->views[CODES].len / 8))
            return PyErr_Format(PyExc_ValueError, "column %d is of another length", i) != NULL;
    }
    if (page->views[MEASURES].len != sizeof(Measures) || !page->views[KINDS].len)
        return PyErr_Format(PyExc_ValueError, "no measures") != NULL;
    memcpy(&page->measures, page->views[MEASURES].buf, sizeof(Measures));
    page->codes = page->views[CODES].buf, page->style = page->views[STYLE].buf, page->groups = page->views[GROUPS].buf;
    page->x0 = page->views[X0].buf, page->top = page->views[TOP].buf;
    page->x1 = page->views[X1].buf, page->bottom = page->views[BOTTOM].buf;
    page->sure = page->views[SURE].buf, page->sizes = page->views[SIZES].buf;
    page->ink = page->views[INK].buf, page->kinds = page->views[KINDS].buf;
    page->count = page->views[CODES].len / 8, page->styles = page->views[SIZES].len / 8, page->last_kind = page->views[KINDS].len - 1;
    return 1;
}

/* Is everything a number, and sure? 0 where it is not, -1 with an exception set where numbers point nowhere. */
static int exact(Page *page)
{
    int fine = 1;
    page->last_group = -1;
    for (Py_ssize_t i = 0; i < page->styles; i++)
        fine &= isfinite(page->sizes[i]) != 0;
    for (Py_ssize_t i = 0; i < page->count; i++) {
        if (page->style[i] < 0 || page->style[i] >= page->styles || page->groups[i] < -1 || page->codes[i] < 0)
            return PyErr_Format(PyExc_ValueError, "a character of no style, group or code") ? 1 : -1;
        fine &= isfinite(page->x0[i]) && isfinite(page->top[i]) && isfinite(page->x1[i]) && isfinite(page->bottom[i]) && page->sure[i] == 1.0;
        if (page->groups[i] > page->last_group)
            page->last_group = page->groups[i];
    }
    return fine && page->last_group < MOST_GROUPS;
}

/* runs --------------------------------------------------------------------------------------- */

/* The characters group by group, in their order within each; 0 with MemoryError set where memory ends. */
static int put_in_order(const Page *page, Work *work)
{
    Py_ssize_t groups = (Py_ssize_t)page->last_group + 2, before = 0;
    Py_ssize_t *next = PyMem_Calloc((size_t)groups, sizeof *next);
    if (!next)
        return PyErr_NoMemory() != NULL;
    for (Py_ssize_t i = 0; i < page->count; i++)
        next[page->groups[i] + 1]++;
    for (Py_ssize_t g = 0; g < groups; g++) {
        Py_ssize_t own = next[g];
        next[g] = before;
        before += own;
    }
    for (Py_ssize_t i = 0; i < page->count; i++)
        work->order[next[page->groups[i] + 1]++] = i;
    PyMem_Free(next);
    return 1;
}

/* Does character b go on with the run of a? */
static int follows(const Page *page, Py_ssize_t a, Py_ssize_t b)
{
    double one = size_at(page, a), other = size_at(page, b), em = most(one, other);
    if (page->x0[b] - page->x1[a] > page->measures.break_gap * em || page->x0[b] < page->x0[a] - 0.5 * em)
        return 0;
    if (fabs(page->bottom[b] - page->bottom[a]) <= page->measures.drift * least(one, other))
        return 1;
    double overlap = least(page->bottom[b], page->bottom[a]) - most(page->top[b], page->top[a]);
    return one != other && overlap > 0.5 * least(page->bottom[b] - page->top[b], page->bottom[a] - page->top[a]);
}

/* Counts so many characters of a style in a run. */
static void tally(Work *work, Run *run, int64_t style, int64_t count)
{
    Py_ssize_t *at = &run->tally;
    while (*at >= 0 && work->tallies[*at].style != style)
        at = &work->tallies[*at].next;
    if (*at < 0) {
        *at = work->tally_count;
        work->tallies[work->tally_count++] = (Tally){style, 0, -1};
    }
    work->tallies[*at].count += count;
}

/* The style of most of a run's ink, of such as are alike the one met first. */
static int64_t style_of(const Work *work, const Run *run)
{
    Py_ssize_t best = run->tally;
    for (Py_ssize_t at = run->tally; at >= 0; at = work->tallies[at].next)
        if (work->tallies[at].count > work->tallies[best].count)
            best = at;
    return work->tallies[best].style;
}

/* Adds the run of the characters from `start` to `end` of the order, if it holds ink. */
static void add_run(const Page *page, Work *work, Py_ssize_t start, Py_ssize_t end)
{
    Run *run = &work->runs[work->run_count];
    *run = (Run){start, end, -1, work->run_count, -1, 0, 0, INFINITY, INFINITY, -INFINITY, -INFINITY, -INFINITY, 0};
    for (Py_ssize_t i = start; i < end; i++) {
        Py_ssize_t g = work->order[i];
        if (!page->ink[g])
            continue;
        run->x0 = least(run->x0, page->x0[g]), run->top = least(run->top, page->top[g]);
        run->x1 = most(run->x1, page->x1[g]), run->bottom = most(run->bottom, page->bottom[g]);
        run->weight++;
        tally(work, run, page->style[g], 1);
    }
    if (!run->weight)
        return;
    int64_t style = style_of(work, run);
    for (Py_ssize_t i = start; i < end; i++) {
        Py_ssize_t g = work->order[i];
        if (page->ink[g] && page->style[g] == style)
            run->baseline = most(run->baseline, page->bottom[g]);
    }
    run->group = page->groups[work->order[start]];
    run->size = page->sizes[style];
    work->run_count++;
}

static void find_runs(const Page *page, Work *work)
{
    Py_ssize_t start = 0;
    for (Py_ssize_t i = 1; i <= page->count; i++) {
        Py_ssize_t a = work->order[i - 1], b = i < page->count ? work->order[i] : a;
        if (i == page->count || page->groups[a] != page->groups[b] || !follows(page, a, b)) {
            add_run(page, work, start, i);
            start = i;
        }
    }
}

/* lines -------------------------------------------------------------------------------------- */

static int by_key(const void *left, const void *right)
{
    const Key *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    if (a->second != b->second)
        return a->second < b->second ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static int level(const Page *page, const Run *a, const Run *b)
{
    return fabs(a->baseline - b->baseline) <= page->measures.drift * least(a->size, b->size);
}

/* Takes into a run one that stands right behind. */
static void join(const Page *page, Work *work, Run *run, Py_ssize_t other_number)
{
    Run *other = &work->runs[other_number];
    work->runs[run->last].next = other_number;
    run->last = other->last;
    run->x0 = least(run->x0, other->x0), run->top = least(run->top, other->top);
    run->x1 = most(run->x1, other->x1), run->bottom = most(run->bottom, other->bottom);
    run->weight += other->weight;
    for (Py_ssize_t at = other->tally; at >= 0; at = work->tallies[at].next)
        tally(work, run, work->tallies[at].style, work->tallies[at].count);
    run->size = page->sizes[style_of(work, run)];
}

/* Gives the keys, sorted by baseline and x, the numbers of their rows and sorts them by these and x. */
static void sort_into_rows(const Page *page, Work *work, Py_ssize_t count)
{
    Py_ssize_t rows = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        Run *run = &work->runs[work->keys[i].run];
        Py_ssize_t row = rows - 1, oldest = rows > LAST_ROWS ? rows - LAST_ROWS : 0;
        while (row >= oldest && !level(page, &work->runs[work->heads[row]], run))
            row--;
        if (row < oldest)
            work->heads[row = rows++] = work->keys[i].run;
        work->keys[i] = (Key){(double)row, run->x0, i, work->keys[i].run};
    }
    qsort(work->keys, (size_t)count, sizeof(Key), by_key);
}

/* Adds the lines of one group's runs: those on one baseline with less than a gap between them made one. */
static void add_lines(const Page *page, Work *work, Py_ssize_t first, Py_ssize_t end)
{
    Py_ssize_t count = end - first;
    for (Py_ssize_t i = 0; i < count; i++)
        work->keys[i] = (Key){rint(10 * work->runs[first + i].baseline), work->runs[first + i].x0, i, first + i};
    if (count > 1) {
        qsort(work->keys, (size_t)count, sizeof(Key), by_key);
        sort_into_rows(page, work, count);
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        Run *run = &work->runs[work->keys[i].run], *last = i ? &work->runs[work->lines[work->line_count - 1]] : run;
        double white = run->x0 - last->x1;
        if (i && work->keys[i].first == work->keys[i - 1].first && -0.5 * run->size <= white &&
            white <= page->measures.break_gap * 0.9 * most(run->size, last->size))
            join(page, work, last, work->keys[i].run);
        else
            work->lines[work->line_count++] = work->keys[i].run;
    }
}

static void find_lines(const Page *page, Work *work)
{
    for (Py_ssize_t first = 0, end; first < work->run_count; first = end) {
        for (end = first + 1; end < work->run_count && work->runs[end].group == work->runs[first].group; end++)
            ;
        add_lines(page, work, first, end);
    }
}

/* The lines' characters one behind the other, no space at a line's ends. */
static void place_lines(const Page *page, Work *work)
{
    for (Py_ssize_t l = 0; l < work->line_count; l++) {
        Py_ssize_t start = work->place_count;
        for (Py_ssize_t r = work->lines[l]; r >= 0; r = work->runs[r].next)
            for (Py_ssize_t i = work->runs[r].start; i < work->runs[r].end; i++)
                if (page->ink[work->order[i]] || work->place_count > start)
                    work->places[work->place_count++] = work->order[i];
        while (!page->ink[work->places[work->place_count - 1]])
            work->place_count--;
        work->lengths[l] = work->place_count - start;
    }
}

/* spaces ------------------------------------------------------------------------------------- */

static int latin(const Page *page, Py_ssize_t glyph) { return page->ink[glyph] && page->codes[glyph] < page->measures.max_latin; }

static int kind(const Page *page, Py_ssize_t glyph)
{
    int64_t code = page->codes[glyph];
    return page->kinds[code < page->last_kind ? code : page->last_kind];
}

static double em_at(const Page *page, Py_ssize_t glyph) { return most(size_at(page, glyph), 0.1); }

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

/* The median gap in em between a line's neighbours, of none of which is Latin if `wide` asks for it: what justification
   stretched it by; 0 with fewer than `fewest` gaps. */
static double usual_gap(const Page *page, Work *work, const Py_ssize_t *line, Py_ssize_t length, int wide, size_t fewest)
{
    size_t count = 0;
    for (Py_ssize_t i = 1; i < length; i++) {
        Py_ssize_t a = line[i - 1], b = line[i];
        if (page->ink[a] && page->ink[b] && !(wide && (latin(page, a) || latin(page, b))))
            work->gaps[count++] = (page->x0[b] - page->x1[a]) / em_at(page, a);
    }
    if (count < fewest)
        return 0;
    qsort(work->gaps, count, sizeof(double), by_size);
    return most(0, work->gaps[(count - 1) / 2]);
}

/* The space that stands unspelt between two neighbours, 0 where none; `usual` is the line's gap between Latin ones and others. */
static uint32_t space_between(const Page *page, Py_ssize_t a, Py_ssize_t b, const double *usual)
{
    if (!page->ink[a] || !page->ink[b])
        return 0;
    int both = latin(page, a) && latin(page, b), some = latin(page, a) || latin(page, b);
    double gap = (page->x0[b] - page->x1[a]) / most(em_at(page, a), em_at(page, b)) - usual[!both];
    int set_loose = gap < page->measures.wide_gap && ((kind(page, a) | kind(page, b)) & HALF) && !some;
    if (!(gap > page->measures.word_gap) || set_loose)
        return 0;
    return !both && gap >= page->measures.wide_gap ? WIDE_SPACE : SPACE;
}

/* The width of what could not be parted from the line's first character by a line break. */
static double first_word(const Page *page, const Py_ssize_t *line, Py_ssize_t length)
{
    Py_ssize_t last = line[0];
    for (Py_ssize_t i = 1; i < length; i++) {
        Py_ssize_t next = line[i];
        if (!page->ink[next])
            continue;
        int in_word = latin(page, last) && latin(page, next) && page->x0[next] - page->x1[last] <= page->measures.in_word * size_at(page, next);
        if (!in_word && !(kind(page, last) & NO_END) && !(kind(page, next) & NO_START))
            break;
        last = next;
    }
    return page->x1[last] - page->x0[line[0]];
}

/* what is handed over ------------------------------------------------------------------------- */

/* Of each line, in the order in which they are handed over; then of each character of the text. */
enum { O_GROUP, O_X0, O_TOP, O_X1, O_BOTTOM, O_START, O_END, O_WEIGHT, O_FIRST_WORD, O_SURE, O_STYLE, LINE_COLUMNS };
enum { O_CODES, O_LEFT, O_UPPER, O_RIGHT, O_LOWER, TEXT_COLUMNS };
static const size_t LINE_WIDTHS[LINE_COLUMNS] = {4, 8, 8, 8, 8, 4, 4, 4, 8, 8, 4}, TEXT_WIDTHS[TEXT_COLUMNS] = {4, 2, 2, 2, 2};

static double kept_near(double edge, double far, double side) { return least(most(edge, -far), side + far); }

/* Adds a bytes object of that size at its place of the tuple; where its bytes are, NULL with an exception set where there is no room. */
static void *add_bytes(PyObject *tuple, Py_ssize_t place, size_t size)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)size);
    if (!bytes || PyTuple_SetItem(tuple, place, bytes))
        return NULL;
    return PyBytes_AsString(bytes);
}

/* Tells the lines; their places in the text go by the spaces, which stand in `spaces` for the character behind each. */
static int tell_lines(const Page *page, Work *work, PyObject *tuple, uint32_t *spaces)
{
    char *out[LINE_COLUMNS];
    for (int i = 0; i < LINE_COLUMNS; i++)
        if (!(out[i] = add_bytes(tuple, i, (size_t)work->line_count * LINE_WIDTHS[i])))
            return 0;
    uint32_t at = 0;
    const Py_ssize_t *line = work->places;
    for (Py_ssize_t l = 0; l < work->line_count; line += work->lengths[l++]) {
        const Run *run = &work->runs[work->lines[l]];
        double latin_gap = usual_gap(page, work, line, work->lengths[l], 0, 1), wide_gap = usual_gap(page, work, line, work->lengths[l], 1, 2);
        double usual[2] = {latin_gap, most(latin_gap, wide_gap)};
        ((uint32_t *)out[O_START])[l] = at;
        for (Py_ssize_t i = 0; i < work->lengths[l]; i++) {
            uint32_t space = spaces[line - work->places + i] = i ? space_between(page, line[i - 1], line[i], usual) : 0;
            at += space ? 2 : 1;
        }
        ((int32_t *)out[O_GROUP])[l] = (int32_t)run->group, ((int32_t *)out[O_STYLE])[l] = (int32_t)style_of(work, run);
        ((double *)out[O_X0])[l] = run->x0, ((double *)out[O_TOP])[l] = run->top;
        ((double *)out[O_X1])[l] = run->x1, ((double *)out[O_BOTTOM])[l] = run->bottom;
        ((uint32_t *)out[O_END])[l] = at, ((uint32_t *)out[O_WEIGHT])[l] = (uint32_t)run->weight;
        ((double *)out[O_FIRST_WORD])[l] = first_word(page, line, work->lengths[l]), ((double *)out[O_SURE])[l] = 1.0;
    }
    return 1;
}

/* Asks `scale_of` for origin and unit of the characters' places. */
static int scaled(const Page *page, const Work *work, PyObject *scale_of, double side, double *scale)
{
    double low = INFINITY, high = -INFINITY;
    for (Py_ssize_t i = 0; i < work->place_count; i++) {
        Py_ssize_t g = work->places[i];
        double edges[4] = {page->x0[g], page->top[g], page->x1[g], page->bottom[g]};
        for (int e = 0; e < 4; e++) {
            double edge = kept_near(edges[e], page->measures.far, side);
            low = least(low, edge), high = most(high, edge);
        }
    }
    PyObject *told = PyObject_CallFunction(scale_of, "dd", low, high);
    int fine = told && PyArg_ParseTuple(told, "dd", &scale[0], &scale[1]);
    Py_XDECREF(told);
    return fine;
}

/* Tells the text with its spaces, and where each character stands. */
static int tell_text(const Page *page, const Work *work, PyObject *tuple, const uint32_t *spaces, double side, const double *scale)
{
    char *out[TEXT_COLUMNS];
    size_t count = (size_t)work->place_count;
    for (Py_ssize_t i = 0; i < work->place_count; i++)
        count += spaces[i] > 0;
    for (int i = 0; i < TEXT_COLUMNS; i++)
        if (!(out[i] = add_bytes(tuple, LINE_COLUMNS + i, count * TEXT_WIDTHS[i])))
            return 0;
    size_t at = 0;
    for (Py_ssize_t i = 0; i < work->place_count; i++) {
        Py_ssize_t g = work->places[i];
        if (spaces[i]) {
            ((uint32_t *)out[O_CODES])[at] = spaces[i];
            ((uint16_t *)out[O_LEFT])[at] = ((uint16_t *)out[O_UPPER])[at] = NOWHERE;
            ((uint16_t *)out[O_RIGHT])[at] = ((uint16_t *)out[O_LOWER])[at] = 0;
            at++;
        }
        double edges[4] = {page->x0[g], page->top[g], page->x1[g], page->bottom[g]};
        for (int e = 0; e < 4; e++)
            ((uint16_t *)out[O_LEFT + e])[at] = (uint16_t)rint((kept_near(edges[e], page->measures.far, side) - scale[0]) / scale[1]);
        ((uint32_t *)out[O_CODES])[at++] = (uint32_t)page->codes[g];
    }
    return 1;
}

/* The tuple of what is told; NULL with an exception set. */
static PyObject *told(const Page *page, Work *work, double side, PyObject *scale_of)
{
    double scale[2];
    PyObject *tuple = PyTuple_New(LINE_COLUMNS + TEXT_COLUMNS + 1), *pair = NULL;
    uint32_t *spaces = PyMem_Malloc(((size_t)work->place_count + 1) * sizeof *spaces);
    int fine = tuple && (spaces || PyErr_NoMemory()) && tell_lines(page, work, tuple, spaces) && scaled(page, work, scale_of, side, scale) &&
               tell_text(page, work, tuple, spaces, side, scale) && (pair = Py_BuildValue("(dd)", scale[0], scale[1])) &&
               !PyTuple_SetItem(tuple, LINE_COLUMNS + TEXT_COLUMNS, pair);
    PyMem_Free(spaces);
    if (fine)
        return tuple;
    Py_XDECREF(tuple);
    return NULL;
}

/* Room for all that is worked out, in one piece; NULL with MemoryError set. */
static void *room_for(Work *work, size_t count)
{
    size_t indices = (count + 1) * sizeof(Py_ssize_t);
    char *room = count < PY_SSIZE_T_MAX / 1024 ? PyMem_Malloc((count + 1) * (sizeof(Run) + 2 * sizeof(Tally) + sizeof(Key) + sizeof(double)) + 5 * indices) : NULL;
    if (!room)
        return PyErr_NoMemory();
    memset(work, 0, sizeof *work);
    work->runs = (Run *)room;
    work->tallies = (Tally *)(work->runs + count + 1);
    work->keys = (Key *)(work->tallies + 2 * (count + 1));
    work->gaps = (double *)(work->keys + count + 1);
    work->order = (Py_ssize_t *)(work->gaps + count + 1);
    work->heads = work->order + count + 1, work->lines = work->heads + count + 1;
    work->places = work->lines + count + 1, work->lengths = work->places + count + 1;
    return room;
}

/* lines(columns, side, scale_of): what laid.Laid tells, None where something is not exact or nothing is printed. */
static PyObject *lines(PyObject *module, PyObject *args)
{
    PyObject *columns, *scale_of, *found = NULL;
    double side;
    Page page;
    Work work;
    void *room = NULL;
    if (!PyArg_ParseTuple(args, "OdO", &columns, &side, &scale_of))
        return NULL;
    int fine = taken(&page, columns) ? exact(&page) : -1;
    if (fine > 0 && isfinite(side) && (room = room_for(&work, (size_t)page.count)) && put_in_order(&page, &work)) {
        find_runs(&page, &work);
        find_lines(&page, &work);
        place_lines(&page, &work);
        found = work.line_count ? told(&page, &work, side, scale_of) : NULL;
    }
    PyMem_Free(room);
    let_go(&page);
    if (found || PyErr_Occurred())
        return found;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"lines", lines, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_lines", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__lines(void)
{
    PyObject *module = PyModule_Create(&definition);
    PyObject *shape = module ? Py_BuildValue("(iiii)", COLUMNS, LINE_COLUMNS, TEXT_COLUMNS, (int)sizeof(Measures)) : NULL;
    if (module && (!shape || PyModule_AddObjectRef(module, "shape", shape))) {
        Py_XDECREF(shape);
        Py_DECREF(module);
        return NULL;
    }
    Py_XDECREF(shape);
    return module;
}
