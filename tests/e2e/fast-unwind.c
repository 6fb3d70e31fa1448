/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded by LD_PRELOAD into a sanitized program. AddressSanitizer keeps the stack of each allocation. Debian's libraries
 * are built without frame pointers, so it has to read their unwind tables, and asks libgcc, which reads them anew each
 * time: 15 us for ten frames, two thirds of all that the sanitized walk did. libunwind remembers what it has read and
 * takes 2 us for the same frames. Without libunwind all is as before, and slow. */

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <unwind.h>

/* Enough for an allocation (malloc_context_size), and for the stack of a fault. */
#define FEW_FRAMES 14
#define ALL_FRAMES 256

typedef int (*Backtrace) (void **buffer,
                          int    size);

typedef _Unwind_Reason_Code (*Unwind) (_Unwind_Trace_Fn trace,
                                       void            *data);

typedef _Unwind_Ptr (*GetIp) (struct _Unwind_Context *context);

static Backtrace backtrace_fast;

/* The frame that this thread shows to whoever asked, in place of a context of libgcc. */
static __thread void **shown __attribute__ ((tls_model ("initial-exec")));

/* In a scope of its own: libunwind too has functions of libgcc's names. */
__attribute__ ((constructor)) static void
find_libunwind (void)
{
  void *library = dlopen ("libunwind.so.8", RTLD_NOW | RTLD_LOCAL);

  if (library != NULL)
    __atomic_store_n (&backtrace_fast, (Backtrace) dlsym (library, "unw_backtrace"), __ATOMIC_RELEASE);
}

_Unwind_Ptr
_Unwind_GetIP (struct _Unwind_Context *context)
{
  static GetIp next;

  if (shown != NULL && context == (void *) shown)
    return (_Unwind_Ptr) *shown;
  if (next == NULL)
    next = (GetIp) dlsym (RTLD_NEXT, "_Unwind_GetIP");

  return next (context);
}

_Unwind_Reason_Code
_Unwind_Backtrace (_Unwind_Trace_Fn  trace,
                   void             *data)
{
  static Unwind next;
  Backtrace fast = __atomic_load_n (&backtrace_fast, __ATOMIC_ACQUIRE);
  _Unwind_Reason_Code code = _URC_NO_REASON;
  void *frames[ALL_FRAMES];
  int known = fast != NULL ? fast (frames, FEW_FRAMES) : 0;

  if (known <= 1)
    {
      if (next == NULL)
        next = (Unwind) dlsym (RTLD_NEXT, "_Unwind_Backtrace");
      return next (trace, data);
    }

  /* The first is this function. */
  for (int i = 1; i < known && code == _URC_NO_REASON; i++)
    {
      shown = &frames[i];
      code = trace ((struct _Unwind_Context *) shown, data);
      if (i + 1 == FEW_FRAMES && code == _URC_NO_REASON)
        known = fast (frames, ALL_FRAMES);
    }
  shown = NULL;

  return code == _URC_NO_REASON ? _URC_END_OF_STACK : code;
}
