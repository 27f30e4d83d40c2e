/* The reader's innermost loops: PDFium is asked for every character and object of a page without a Python call for each.

   PDFium is neither included nor linked: native.py hands over where the functions are in the library that pypdfium2 loaded,
   and handles are plain addresses. The interpreter's lock is kept, for PDFium must not be used by two threads at once.
   What is found goes back as bytes, one record after another; calls.py describes the records (`sizes` lets it be checked)
   and does the same in Python where this is not built. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stdint.h>
#include <string.h>

typedef uint64_t Handle;
typedef struct { double x, y; float left, top, right, bottom; uint32_t code; int32_t told, first, text; } Character;
typedef struct { uint32_t font, red, green, blue, mode; float size, a, b, c, d; } Text;
typedef struct { int32_t weight, length; char name[128]; } Font;
typedef struct {
    Handle handle;
    int32_t kind, form, fill, stroke, bounded;
    uint32_t red, green, blue;
    float x0, y0, x1, y1, a, b, c, d, e, f;
} Object;
typedef struct { float x, y; int32_t kind, closes; } Segment;

enum { TEXT = 1, PATH = 2, IMAGE = 3, FORM = 5 }; /* kinds of objects */
enum { HYPHEN = 2, TAB = 9, SPACE = 32 };

#define POINTER(handle) ((void *)(uintptr_t)(handle))

/* In the order of calls.FUNCTIONS. */
static struct {
    unsigned (*unicode)(void *, int);
    int (*generated)(void *, int);
    int (*unmapped)(void *, int);
    int (*box)(void *, int, float *);
    int (*origin)(void *, int, double *, double *);
    void *(*text_object)(void *, int);
    void *(*font)(void *);
    size_t (*font_name)(void *, char *, size_t);
    int (*font_weight)(void *);
    int (*mode)(void *);
    int (*size)(void *, float *);
    int (*matrix)(void *, float *);
    int (*fill)(void *, unsigned *, unsigned *, unsigned *, unsigned *);
    int (*count_objects)(void *);
    void *(*object)(void *, int);
    int (*count_parts)(void *);
    void *(*part)(void *, unsigned long);
    int (*kind)(void *);
    int (*bounds)(void *, float *, float *, float *, float *);
    int (*draw_mode)(void *, int *, int *);
    int (*count_segments)(void *);
    void *(*segment)(void *, int);
    int (*segment_kind)(void *);
    int (*segment_closes)(void *);
    int (*point)(void *, float *, float *);
} pdfium;

enum { FUNCTIONS = sizeof pdfium / sizeof(void *) };
static int bound = 0;

static PyObject *bind(PyObject *module, PyObject *addresses)
{
    void *found[FUNCTIONS];
    if (PySequence_Size(addresses) != FUNCTIONS)
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_ValueError, "%d addresses are wanted", FUNCTIONS);
    for (int i = 0; i < FUNCTIONS; i++) {
        PyObject *address = PySequence_GetItem(addresses, i);
        found[i] = address ? PyLong_AsVoidPtr(address) : NULL;
        Py_XDECREF(address);
        if (!found[i])
            return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_ValueError, "function %d is nowhere", i);
    }
    memcpy(&pdfium, found, sizeof pdfium);
    bound = 1;
    Py_RETURN_NONE;
}

/* Records on their way to Python. */
typedef struct { char *data; size_t width, count, room; } Records;

/* Room for one more record, all zeros; NULL with MemoryError set where there is none. */
static void *added(Records *records)
{
    if (records->count == records->room) {
        size_t room = records->room ? 2 * records->room : 256;
        char *data = room <= PY_SSIZE_T_MAX / records->width ? PyMem_Realloc(records->data, room * records->width) : NULL;
        if (!data)
            return PyErr_NoMemory();
        records->data = data;
        records->room = room;
    }
    return memset(records->data + records->width * records->count++, 0, records->width);
}

/* The records as bytes, their memory given back; NULL where `fine` is false, an exception being set. */
static PyObject *handed_over(Records *records, int fine)
{
    PyObject *bytes = fine ? PyBytes_FromStringAndSize(records->data, (Py_ssize_t)(records->width * records->count)) : NULL;
    PyMem_Free(records->data);
    return bytes;
}

/* Records each of which is kept once, found again by the slot its bytes lead to: a slot holds a number + 1, or 0. */
typedef struct { Records kept; uint32_t *slots; size_t mask; } Distinct;

/* Where a record's number stands, or is to stand. */
static uint32_t *slot_of(const Distinct *distinct, const void *record)
{
    const size_t width = distinct->kept.width;
    uint32_t hash = 2166136261u; /* Fowler, Noll and Vo's */
    for (size_t i = 0; i < width; i++)
        hash = (hash ^ ((const unsigned char *)record)[i]) * 16777619u;
    for (size_t at = hash & distinct->mask;; at = (at + 1) & distinct->mask) {
        uint32_t *slot = &distinct->slots[at];
        if (!*slot || !memcmp(distinct->kept.data + width * (*slot - 1), record, width))
            return slot;
    }
}

/* Doubles the slots; 0 with MemoryError set where there is no room. */
static int widened(Distinct *distinct)
{
    size_t count = distinct->slots ? 2 * (distinct->mask + 1) : 256;
    uint32_t *slots = PyMem_Calloc(count, sizeof *slots);
    if (!slots)
        return PyErr_NoMemory() != NULL;
    PyMem_Free(distinct->slots);
    distinct->slots = slots;
    distinct->mask = count - 1;
    for (size_t i = 0; i < distinct->kept.count; i++)
        *slot_of(distinct, distinct->kept.data + distinct->kept.width * i) = (uint32_t)i + 1;
    return 1;
}

/* The number of a record, which is kept if it is new; -1 with MemoryError set where memory ends. */
static int number_of(Distinct *distinct, const void *record)
{
    if ((!distinct->slots || 2 * distinct->kept.count > distinct->mask) && !widened(distinct))
        return -1;
    uint32_t *slot = slot_of(distinct, record);
    if (!*slot) {
        void *room = added(&distinct->kept);
        if (!room)
            return -1;
        memcpy(room, record, distinct->kept.width);
        *slot = (uint32_t)distinct->kept.count;
    }
    return (int)*slot - 1;
}

/* Does a character print: no control, no space of PDFium's own making? */
static int prints(void *page, int place, unsigned code)
{
    if (code > SPACE)
        return 1;
    return (code == SPACE || code == TAB || code == HYPHEN) && pdfium.generated(page, place) != 1;
}

/* What a page's characters are and how they are set. */
typedef struct {
    Records characters;
    Distinct texts, fonts;
    Distinct handles; /* of fonts */
    Records numbers;  /* of the fonts the handles stand for */
} Set;

/* The number of the font that a handle stands for, each handle asked once. */
static int font_number(Set *set, Handle handle)
{
    Font font = {0};
    int32_t *number;
    size_t known = set->handles.kept.count;
    int place = number_of(&set->handles, &handle);
    if (place < 0 || (size_t)place < known)
        return place < 0 ? -1 : ((int32_t *)set->numbers.data)[place];
    if (handle) {
        font.length = (int32_t)pdfium.font_name(POINTER(handle), font.name, sizeof font.name);
        font.weight = pdfium.font_weight(POINTER(handle));
    }
    if (!(number = added(&set->numbers)))
        return -1;
    return *number = number_of(&set->fonts, &font);
}

/* The number of how a text object is set. */
static int text_number(Set *set, void *object)
{
    Text text = {0};
    unsigned alpha;
    float matrix[6] = {0};
    int font = font_number(set, (uintptr_t)pdfium.font(object));
    if (font < 0)
        return -1;
    text.font = (uint32_t)font;
    pdfium.fill(object, &text.red, &text.green, &text.blue, &alpha);
    text.mode = (uint32_t)pdfium.mode(object);
    pdfium.size(object, &text.size);
    pdfium.matrix(object, matrix);
    memcpy(&text.a, matrix, 4 * sizeof(float));
    return number_of(&set->texts, &text);
}

/* Adds those characters that are printed; how many of every `sample`th the file does not tell the Unicode, -1 where memory ends. */
static int add_characters(Set *set, void *page, int count, int sample)
{
    void *last = NULL;
    int unmapped = 0, text = -1;
    for (int i = 0; i < count; i++) {
        unsigned code = pdfium.unicode(page, i);
        float box[4];
        if (!prints(page, i, code) || !pdfium.box(page, i, box))
            continue;
        void *object = pdfium.text_object(page, i);
        int first = text < 0 || object != last;
        Character *character = added(&set->characters);
        if (!character || (first && (text = text_number(set, object)) < 0))
            return -1;
        character->code = code;
        memcpy(&character->left, box, sizeof box);
        character->told = pdfium.origin(page, i, &character->x, &character->y) != 0;
        character->first = first;
        character->text = text;
        last = object;
        if (i % sample == 0)
            unmapped += pdfium.unmapped(page, i) == 1;
    }
    return unmapped;
}

/* characters(textpage, count, sample): Character records of the printed ones among the first `count`, the Text records of how
   they are set and the Font records of these, each once; and of how many of every `sample`th character the file does not tell
   the Unicode. */
static PyObject *characters(PyObject *module, PyObject *args)
{
    unsigned long long handle;
    int count, sample;
    Set set = {{NULL, sizeof(Character), 0, 0}, {{NULL, sizeof(Text), 0, 0}, NULL, 0}, {{NULL, sizeof(Font), 0, 0}, NULL, 0},
               {{NULL, sizeof(Handle), 0, 0}, NULL, 0}, {NULL, sizeof(int32_t), 0, 0}};
    if (!PyArg_ParseTuple(args, "Kii", &handle, &count, &sample))
        return NULL;
    if (!bound || !handle || sample < 1)
        return PyErr_Format(PyExc_ValueError, "nothing to read");
    int unmapped = add_characters(&set, POINTER(handle), count, sample), fine = unmapped >= 0;
    PyMem_Free(set.texts.slots);
    PyMem_Free(set.fonts.slots);
    PyMem_Free(set.handles.slots);
    PyMem_Free(set.handles.kept.data);
    PyMem_Free(set.numbers.data);
    PyObject *bytes = handed_over(&set.characters, fine), *texts = handed_over(&set.texts.kept, bytes != NULL);
    PyObject *fonts = handed_over(&set.fonts.kept, texts != NULL);
    if (fonts)
        return Py_BuildValue("(NNNi)", bytes, texts, fonts, unmapped);
    Py_XDECREF(bytes);
    Py_XDECREF(texts);
    return NULL;
}

/* Adds an object of the page, one of the form whose record is `form` if that is not negative. */
static Object *add_object(Records *found, void *handle, int kind, int form)
{
    unsigned alpha;
    Object *object = added(found);
    if (!object)
        return NULL;
    object->handle = (uintptr_t)handle;
    object->kind = kind;
    object->form = form;
    if (!pdfium.matrix(handle, &object->a)) {
        memset(&object->a, 0, 6 * sizeof(float));
        object->a = object->d = 1;
    }
    if (kind != FORM)
        object->bounded = pdfium.bounds(handle, &object->x0, &object->y0, &object->x1, &object->y1) != 0;
    if (kind == PATH) {
        pdfium.draw_mode(handle, &object->fill, &object->stroke);
        if (!pdfium.fill(handle, &object->red, &object->green, &object->blue, &alpha))
            object->red = object->green = object->blue = 0;
    }
    return object;
}

/* Adds the paths, images and forms of a page or form and all that is in these, `depth` forms deep at most, as long as any
   of `left` objects are left; 0 with an exception set where memory ends. */
static int add_objects(Records *found, void *parent, int form, int depth, int *left)
{
    int count = form < 0 ? pdfium.count_objects(parent) : pdfium.count_parts(parent);
    int most = *left > 0 ? *left : 0;
    count = count < most ? count : most;
    *left -= count > 0 ? count : 0;
    for (int i = 0; i < count; i++) {
        void *handle = form < 0 ? pdfium.object(parent, i) : pdfium.part(parent, (unsigned long)i);
        int kind = pdfium.kind(handle), here = (int)found->count;
        if (kind != PATH && kind != IMAGE && (kind != FORM || depth < 1))
            continue;
        if (!add_object(found, handle, kind, form))
            return 0;
        if (kind == FORM && !add_objects(found, handle, here, depth - 1, left))
            return 0;
    }
    return 1;
}

/* objects(page, depth, most): Object records of the page's objects but text, and how many of `most` are left. */
static PyObject *objects(PyObject *module, PyObject *args)
{
    unsigned long long page;
    int depth, left;
    Records found = {NULL, sizeof(Object), 0, 0};
    if (!PyArg_ParseTuple(args, "Kii", &page, &depth, &left))
        return NULL;
    if (!bound || !page)
        return PyErr_Format(PyExc_ValueError, "nothing to read");
    PyObject *bytes = handed_over(&found, add_objects(&found, POINTER(page), -1, depth, &left));
    return bytes ? Py_BuildValue("(Ni)", bytes, left) : NULL;
}

/* segments(path, most): Segment records of a path's first segments. */
static PyObject *segments(PyObject *module, PyObject *args)
{
    unsigned long long path;
    int most, fine = 1;
    Records found = {NULL, sizeof(Segment), 0, 0};
    if (!PyArg_ParseTuple(args, "Ki", &path, &most))
        return NULL;
    if (!bound || !path)
        return PyErr_Format(PyExc_ValueError, "nothing to read");
    int count = pdfium.count_segments(POINTER(path));
    for (int i = 0; i < count && i < most; i++) {
        void *handle = pdfium.segment(POINTER(path), i);
        Segment *segment = added(&found);
        if (!(fine = segment != NULL))
            break;
        pdfium.point(handle, &segment->x, &segment->y);
        segment->kind = pdfium.segment_kind(handle);
        segment->closes = pdfium.segment_closes(handle);
    }
    return handed_over(&found, fine);
}

static PyMethodDef methods[] = {
    {"bind", bind, METH_O, NULL},
    {"characters", characters, METH_VARARGS, NULL},
    {"objects", objects, METH_VARARGS, NULL},
    {"segments", segments, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_pdfium", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__pdfium(void)
{
    PyObject *module = PyModule_Create(&definition);
    PyObject *sizes = module ? Py_BuildValue("(iiiii)", (int)sizeof(Character), (int)sizeof(Text), (int)sizeof(Font), (int)sizeof(Object), (int)sizeof(Segment)) : NULL;
    if (module && (!sizes || PyModule_AddObjectRef(module, "sizes", sizes))) {
        Py_XDECREF(sizes);
        Py_DECREF(module);
        return NULL;
    }
    Py_XDECREF(sizes);
    return module;
}
