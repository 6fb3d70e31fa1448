/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecpa-records.h"

/* Made-up orders of all the shapes that the document has to bear. */
typedef enum
{
  ORDER_ORDINARY,
  ORDER_BARE,      /* nothing that may be missing is there */
  ORDER_FULL,      /* everything is */
  ORDER_TEACHER,   /* another remedy */
  ORDER_RARE,      /* letters outside Big5, and beyond the BMP */
  ORDER_LONG_NAME, /* a name of 20 letters */
  ORDER_SHORT_NAME,
  ORDER_LONG,      /* a long reason and many copies */
  ORDER_THREE_PAGES,
  N_ORDERS,
} OrderFixture;

EcpaOrder *order_fixture_new (OrderFixture fixture);
EcpaOrder *order_random_new  (GRand       *rand);
