/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-record.h"

/* A record type whose fields are in the table NAME_fields; only its init function is left to write. */
#define DEFINE_RECORD(Type, name) \
  G_DEFINE_FINAL_TYPE (Type, name, ECPA_TYPE_RECORD) \
\
  static void \
  name##_class_init (Type##Class *klass) \
  { \
    ecpa_record_class_declare (ECPA_RECORD_CLASS (klass), name##_fields, G_N_ELEMENTS (name##_fields)); \
  }
