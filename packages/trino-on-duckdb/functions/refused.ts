/** The functions of Trino 476 that are not supported here, so that they are not taken for misspelled ones. */
export const REFUSED_FUNCTIONS = new Set(
  `approx_most_frequent approx_set array_histogram bar beta_cdf bing_tile bing_tile_at bing_tile_coordinates bing_tile_polygon
  bing_tile_quadkey bing_tile_zoom_level bing_tiles_around checksum color convex_hull_agg cosh cosine_distance cosine_similarity
  current_groups dot_product empty_approx_set euclidean_distance format_number from_base32 from_big_endian_32 from_big_endian_64
  from_encoded_polyline from_geojson_geometry from_ieee754_32 from_ieee754_64 from_iso8601_timestamp_nanos from_unixtime_nanos
  geometry_from_hadoop_shape geometry_invalid_reason geometry_nearest_points geometry_to_bing_tiles geometry_union geometry_union_agg
  great_circle_distance hash_counts intersection_cardinality inverse_beta_cdf inverse_normal_cdf is_json_scalar jaccard_index
  json_array_contains json_array_get json_array_length json_extract json_extract_scalar json_format json_parse json_size
  line_interpolate_point line_interpolate_points line_locate_point make_set_digest merge merge_set_digest murmur3 normal_cdf
  numeric_histogram parse_data_size parse_presto_data_size qdigest_agg quantile_at_value reduce_agg render rgb shuffle simplify_geometry
  spatial_partitioning spatial_partitions spooky_hash_v2_32 spooky_hash_v2_64 st_area st_asbinary st_astext st_boundary st_buffer
  st_centroid st_contains st_convexhull st_coorddim st_crosses st_difference st_dimension st_disjoint st_distance st_endpoint st_envelope
  st_envelopeaspts st_equals st_exteriorring st_geometries st_geometryfromtext st_geometryn st_geometrytype st_geomfrombinary
  st_geomfromkml st_interiorringn st_interiorrings st_intersection st_intersects st_isclosed st_isempty st_isring st_issimple st_isvalid
  st_length st_linefromtext st_linestring st_multipoint st_numgeometries st_numinteriorring st_numpoints st_overlaps st_point st_pointn
  st_points st_polygon st_relate st_startpoint st_symdifference st_touches st_union st_within st_x st_xmax st_xmin st_y st_ymax st_ymin
  t_cdf t_pdf tanh tdigest_agg to_base32 to_encoded_polyline to_geojson_geometry to_geometry to_ieee754_32 to_ieee754_64
  to_spherical_geography uuid value_at_quantile values_at_quantiles version wilson_interval_lower wilson_interval_upper word_stem xxhash64`.split(
    /\s+/,
  ),
);
