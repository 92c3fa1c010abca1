// All of the stand-in is in one header.
#include "message.h"
