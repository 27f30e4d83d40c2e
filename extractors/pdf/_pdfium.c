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
typedef struct { double x, y; Handle object; float left, top, right, bottom; uint32_t code; int32_t place, told, spare; } Character;
typedef struct { Handle font; uint32_t red, green, blue, mode; float size, a, b, c, d, e, f, spare; } Text;
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

/* Does a character print: no control, no space of PDFium's own making? */
static int prints(void *page, int place, unsigned code)
{
    if (code > SPACE)
        return 1;
    return (code == SPACE || code == TAB || code == HYPHEN) && pdfium.generated(page, place) != 1;
}

/* characters(textpage, count, sample): Character records of the printed ones among the first `count`, and of how many of
   every `sample`th the file does not tell the Unicode. */
static PyObject *characters(PyObject *module, PyObject *args)
{
    unsigned long long handle;
    int count, sample, unmapped = 0, fine = 1;
    Records found = {NULL, sizeof(Character), 0, 0};
    if (!PyArg_ParseTuple(args, "Kii", &handle, &count, &sample))
        return NULL;
    if (!bound || !handle || sample < 1)
        return PyErr_Format(PyExc_ValueError, "nothing to read");
    void *page = POINTER(handle);
    for (int i = 0; i < count; i++) {
        unsigned code = pdfium.unicode(page, i);
        float box[4];
        if (!prints(page, i, code) || !pdfium.box(page, i, box))
            continue;
        Character *character = added(&found);
        if (!(fine = character != NULL))
            break;
        character->code = code;
        character->place = i;
        memcpy(&character->left, box, sizeof box);
        character->told = pdfium.origin(page, i, &character->x, &character->y) != 0;
        character->object = (uintptr_t)pdfium.text_object(page, i);
        if (i % sample == 0)
            unmapped += pdfium.unmapped(page, i) == 1;
    }
    PyObject *bytes = handed_over(&found, fine);
    return bytes ? Py_BuildValue("(Ni)", bytes, unmapped) : NULL;
}

/* texts(handles): Text records of text objects. */
static PyObject *texts(PyObject *module, PyObject *handles)
{
    Py_buffer view;
    Records found = {NULL, sizeof(Text), 0, 0};
    int fine = 1;
    if (!bound)
        return PyErr_Format(PyExc_ValueError, "nothing to read");
    if (PyObject_GetBuffer(handles, &view, PyBUF_SIMPLE))
        return NULL;
    for (Py_ssize_t i = 0; i < view.len / (Py_ssize_t)sizeof(Handle); i++) {
        Handle handle;
        unsigned alpha;
        memcpy(&handle, (char *)view.buf + i * sizeof handle, sizeof handle);
        Text *text = added(&found);
        if (!(fine = text != NULL))
            break;
        text->font = (uintptr_t)pdfium.font(POINTER(handle));
        pdfium.fill(POINTER(handle), &text->red, &text->green, &text->blue, &alpha);
        text->mode = (uint32_t)pdfium.mode(POINTER(handle));
        pdfium.size(POINTER(handle), &text->size);
        pdfium.matrix(POINTER(handle), &text->a);
    }
    PyBuffer_Release(&view);
    return handed_over(&found, fine);
}

/* font(handle): the first bytes of a font's name, and its weight. */
static PyObject *font(PyObject *module, PyObject *address)
{
    void *handle = PyLong_AsVoidPtr(address);
    char name[128] = {0};
    if (!bound || !handle)
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_ValueError, "nothing to read");
    size_t length = pdfium.font_name(handle, name, sizeof name);
    length = length > sizeof name ? sizeof name : length;
    return Py_BuildValue("(y#i)", name, (Py_ssize_t)(length ? length - 1 : 0), pdfium.font_weight(handle));
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
    {"texts", texts, METH_O, NULL},
    {"font", font, METH_O, NULL},
    {"objects", objects, METH_VARARGS, NULL},
    {"segments", segments, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_pdfium", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__pdfium(void)
{
    PyObject *module = PyModule_Create(&definition);
    PyObject *sizes = module ? Py_BuildValue("(iiii)", (int)sizeof(Character), (int)sizeof(Text), (int)sizeof(Object), (int)sizeof(Segment)) : NULL;
    if (module && (!sizes || PyModule_AddObjectRef(module, "sizes", sizes))) {
        Py_XDECREF(sizes);
        Py_DECREF(module);
        return NULL;
    }
    Py_XDECREF(sizes);
    return module;
}
