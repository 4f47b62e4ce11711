// liblmdb, as the system provides it.
#pragma once
#include <lmdb.h>
