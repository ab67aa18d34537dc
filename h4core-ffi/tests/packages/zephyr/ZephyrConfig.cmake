# Stands in for Zephyr where scripts/package-check builds the sample: the functions that the module calls, configured by Kconfig
# for a Cortex-M3.
project(zephyr C)
add_executable(app "${CMAKE_CURRENT_LIST_DIR}/vectors.c")
target_link_options(app PRIVATE LINKER:--gc-sections LINKER:--section-start=.vectors=0 LINKER:-u,vectors)

function(zephyr_include_directories)
  foreach(folder IN LISTS ARGN)
    target_include_directories(app PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/${folder}")
  endforeach()
endfunction()

function(zephyr_link_libraries)
  target_link_libraries(app PRIVATE ${ARGV})
endfunction()

foreach(module IN LISTS EXTRA_ZEPHYR_MODULES)
  file(STRINGS "${module}/zephyr/module.yml" lines)
  foreach(line IN LISTS lines)
    if(line MATCHES "^ *(cmake|kconfig|name): (.*)$")
      set(module_${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
    endif()
  endforeach()
  execute_process(
    COMMAND "${PYTHON}" "${CMAKE_CURRENT_LIST_DIR}/kconfig.py" "${module}/${module_kconfig}" "${CMAKE_SOURCE_DIR}/prj.conf" CPU_CORTEX_M3
    OUTPUT_VARIABLE lines COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "CONFIG_[^\n]*" lines "${lines}")
  foreach(line IN LISTS lines)
    if(line MATCHES "^(CONFIG_[A-Z0-9_]+)=\"?([^\"]*)\"?$")
      set(${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
    endif()
  endforeach()
  add_subdirectory("${module}/${module_cmake}" "modules/${module_name}")
endforeach()
